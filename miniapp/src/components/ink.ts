/** Size of the picture that is sent; the pad itself is drawn at the width of the screen. */
export const PAD_WIDTH = 600;
export const PAD_HEIGHT = 300;
/** Less ink than this (in picture points) is a slip of the finger, not a name. */
const LEAST_INK = 60;
const LINE_WIDTH = 5;

/** What a canvas of the browser and of WeChat have in common, as far as we draw. */
export interface InkCanvas {
  width: number;
  height: number;
  getContext: (kind: '2d') => CanvasRenderingContext2D | null;
  toDataURL: (type: 'image/png') => string;
}

/** A point of the picture. */
export interface Point {
  x: number;
  y: number;
}

/** Draws strokes on a white ground and knows how much ink there is. */
export class Ink {
  private readonly context: CanvasRenderingContext2D;
  private last: Point | undefined;
  private length = 0;

  constructor(private readonly canvas: InkCanvas) {
    canvas.width = PAD_WIDTH;
    canvas.height = PAD_HEIGHT;
    const context = canvas.getContext('2d');
    if (!context) throw new Error('no 2d context');
    this.context = context;
    this.clear();
  }

  get isBlank(): boolean {
    return this.length < LEAST_INK;
  }

  /** Wipes the pad to white paper. */
  clear(): void {
    this.length = 0;
    this.last = undefined;
    this.context.fillStyle = '#ffffff';
    this.context.fillRect(0, 0, PAD_WIDTH, PAD_HEIGHT);
    this.context.strokeStyle = '#111111';
    this.context.lineWidth = LINE_WIDTH;
    this.context.lineCap = 'round';
    this.context.lineJoin = 'round';
  }

  /** Puts the pen down. */
  begin(point: Point): void {
    this.last = point;
  }

  /** Moves the pen; without a pen on the paper nothing happens. */
  move(point: Point): void {
    if (!this.last) return;
    this.context.beginPath();
    this.context.moveTo(this.last.x, this.last.y);
    this.context.lineTo(point.x, point.y);
    this.context.stroke();
    this.length += Math.hypot(point.x - this.last.x, point.y - this.last.y);
    this.last = point;
  }

  /** Lifts the pen. */
  end(): void {
    this.last = undefined;
  }

  /** The picture as a PNG data URL: black on white at 600 × 300, some tens of KB at most. */
  toDataUrl(): string {
    return this.canvas.toDataURL('image/png');
  }
}

/** Props of the pad on both targets. */
export interface SignaturePadProps {
  /** The pad gives its ink once it can be drawn on. */
  onReady: (ink: Ink) => void;
  /** After each stroke and each wiping. */
  onChange: () => void;
}
