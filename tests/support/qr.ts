import jsQR from 'jsqr';
import type { Locator } from 'playwright-core';

/** What a QR code on a page says, read from its picture as a phone would. @throws where no code is seen */
export async function readQr(picture: Locator): Promise<string> {
  const { width, height, bytes } = await picture.evaluate((image: HTMLImageElement) => {
    const canvas = document.createElement('canvas');
    canvas.width = image.naturalWidth;
    canvas.height = image.naturalHeight;
    const pen = canvas.getContext('2d') as CanvasRenderingContext2D;
    pen.drawImage(image, 0, 0);
    return {
      ...{ width: canvas.width, height: canvas.height },
      bytes: [...pen.getImageData(0, 0, canvas.width, canvas.height).data],
    };
  });
  const found = jsQR(Uint8ClampedArray.from(bytes), width, height);
  if (!found) throw new Error('no QR code is seen');
  return found.data;
}
