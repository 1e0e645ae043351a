import { useEffect, useState } from 'react';

/** Below this width letters in a picture blur on a phone. */
const MIN_WIDTH = 600;
/** So little do the tones of a picture differ in which nothing stands out. */
const MIN_CONTRAST = 20;
const SAMPLE = 48;
const PAUSE_MS = 600;

const picturesIn = (html: string): { src: string; alt: string }[] =>
  [...new DOMParser().parseFromString(html, 'text/html').querySelectorAll('img')].map((image) => ({
    src: image.getAttribute('src') ?? '',
    alt: image.getAttribute('alt') || '没有说明',
  }));

const load = (src: string): Promise<HTMLImageElement | null> =>
  new Promise((resolve) => {
    const image = new Image();
    image.onload = () => resolve(image);
    image.onerror = () => resolve(null);
    image.src = src;
  });

/** How much the tones of a picture differ, as the standard deviation of their brightness; null where it is kept from us. */
function contrastOf(image: HTMLImageElement): number | null {
  const canvas = document.createElement('canvas');
  canvas.width = SAMPLE;
  canvas.height = SAMPLE;
  const context = canvas.getContext('2d');
  if (!context) return null;
  try {
    context.drawImage(image, 0, 0, SAMPLE, SAMPLE);
    const { data } = context.getImageData(0, 0, SAMPLE, SAMPLE);
    const tones = Array.from(
      { length: SAMPLE * SAMPLE },
      (_, i) => 0.299 * (data[i * 4] ?? 0) + 0.587 * (data[i * 4 + 1] ?? 0) + 0.114 * (data[i * 4 + 2] ?? 0),
    );
    const mean = tones.reduce((sum, tone) => sum + tone, 0) / tones.length;
    return Math.sqrt(tones.reduce((sum, tone) => sum + (tone - mean) ** 2, 0) / tones.length);
  } catch {
    // A picture of another site cannot be looked into.
    return null;
  }
}

async function warningsOf({ src, alt }: { src: string; alt: string }): Promise<string[]> {
  const image = await load(src);
  if (!image) return [`图片“${alt}”打不开，请换一张`];
  const contrast = contrastOf(image);
  return [
    ...(image.naturalWidth < MIN_WIDTH ? [`图片“${alt}”只有 ${image.naturalWidth} 像素宽，手机上会模糊`] : []),
    ...(contrast !== null && contrast < MIN_CONTRAST ? [`图片“${alt}”颜色太淡，老人看不清`] : []),
  ];
}

/** What older readers will not see well in the pictures of a text. */
export function usePictureWarnings(html: string): string[] {
  const [warnings, setWarnings] = useState<string[]>([]);
  const key = JSON.stringify(picturesIn(html));
  useEffect(() => {
    let isOver = false;
    const timer = setTimeout(() => {
      const pictures = JSON.parse(key) as { src: string; alt: string }[];
      void Promise.all(pictures.map(warningsOf)).then((found) => {
        if (!isOver) setWarnings(found.flat());
      });
    }, PAUSE_MS);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [key]);
  return warnings;
}
