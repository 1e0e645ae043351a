import { PNG } from 'pngjs';

const WIDTH = 300;
const HEIGHT = 120;

/** A drawn signature as the mini-program sends it: a wavy black stroke on white, as a PNG data URL. */
export function buildSignature(): string {
  const png = new PNG({ width: WIDTH, height: HEIGHT });
  png.data.fill(255);
  for (let x = 20; x < WIDTH - 20; x += 1) {
    const y = Math.round(HEIGHT / 2 + 30 * Math.sin(x / 14));
    for (let thick = 0; thick < 4; thick += 1) {
      const at = ((y + thick) * WIDTH + x) * 4;
      png.data.fill(0, at, at + 3);
    }
  }
  return `data:image/png;base64,${PNG.sync.write(png).toString('base64')}`;
}
