import { useEffect, useState } from 'react';

/** The QR code of a text as a picture; drawn by code that is loaded when it is first needed. */
export function useQrPicture(text: string | undefined): string | undefined {
  const [picture, setPicture] = useState<{ text: string; url: string }>();
  useEffect(() => {
    let isWanted = text !== undefined;
    if (text !== undefined)
      void import('qrcode')
        .then(({ toDataURL }) => toDataURL(text, { errorCorrectionLevel: 'M', width: 720, margin: 2 }))
        .then((url) => {
          if (isWanted) setPicture({ text, url });
        });
    return () => {
      isWanted = false;
    };
  }, [text]);
  return picture?.text === text ? picture?.url : undefined;
}
