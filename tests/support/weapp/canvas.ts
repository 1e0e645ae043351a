import { PNG } from 'pngjs';

const PEN = 2;

/** The drawing context as far as the signature needs it. */
class StrokeContext {
  fillStyle = '#000000';
  strokeStyle = '#000000';
  lineWidth = 1;
  lineCap = 'butt';
  lineJoin = 'miter';
  private from = { x: 0, y: 0 };
  private path: [number, number, number, number][] = [];

  constructor(private readonly picture: () => PNG) {}

  fillRect(): void {
    this.picture().data.fill(255);
  }
  beginPath(): void {
    this.path = [];
  }
  moveTo(x: number, y: number): void {
    this.from = { x, y };
  }
  lineTo(x: number, y: number): void {
    this.path.push([this.from.x, this.from.y, x, y]);
    this.from = { x, y };
  }
  stroke(): void {
    for (const [x1, y1, x2, y2] of this.path) {
      const steps = Math.ceil(Math.hypot(x2 - x1, y2 - y1)) + 1;
      for (let step = 0; step <= steps; step += 1)
        this.dot(x1 + ((x2 - x1) * step) / steps, y1 + ((y2 - y1) * step) / steps);
    }
  }
  private dot(atX: number, atY: number): void {
    const { width, height, data } = this.picture();
    for (let x = Math.round(atX) - PEN; x <= atX + PEN; x += 1)
      for (let y = Math.round(atY) - PEN; y <= atY + PEN; y += 1)
        if (x >= 0 && y >= 0 && x < width && y < height) data.fill(0, (y * width + x) * 4, (y * width + x) * 4 + 3);
  }
}

/** WeChat's canvas node: what is drawn on it really comes out as a PNG. */
export class CanvasNode {
  private picture = new PNG({ width: 1, height: 1 });
  private readonly context = new StrokeContext(() => this.picture);

  get width(): number {
    return this.picture.width;
  }
  set width(width: number) {
    this.picture = new PNG({ width, height: this.height });
  }
  get height(): number {
    return this.picture.height;
  }
  set height(height: number) {
    this.picture = new PNG({ width: this.width, height });
  }
  getContext(kind: string): StrokeContext | null {
    return kind === '2d' ? this.context : null;
  }
  toDataURL(): string {
    return `data:image/png;base64,${PNG.sync.write(this.picture).toString('base64')}`;
  }
}
