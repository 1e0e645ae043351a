import { Canvas } from '@tarojs/components';
import Taro from '@tarojs/taro';
import { useEffect, useRef, type ReactNode } from 'react';
import { aria } from './a11y';
import { Ink, PAD_HEIGHT, PAD_WIDTH, type InkCanvas, type Point, type SignaturePadProps } from './ink';

const ID = 'signature-pad';

interface PadNode {
  node: InkCanvas;
  width: number;
  height: number;
}

/** WeChat's touch on a canvas: `x` and `y` count from the canvas's own corner. */
interface CanvasTouch {
  touches: { x: number; y: number }[];
}

const RETRY_MS = 50;
const RETRIES = 40;

/** A sheet to sign on with the finger. */
export function SignaturePad({ onReady, onChange }: SignaturePadProps): ReactNode {
  const ink = useRef<Ink | undefined>(undefined);
  const size = useRef({ width: PAD_WIDTH, height: PAD_HEIGHT });
  // Who signs before WeChat has handed out the canvas must not lose the stroke.
  const early = useRef<((sheet: Ink) => void)[]>([]);
  const latest = useRef({ onReady, onChange });
  useEffect(() => {
    latest.current = { onReady, onChange };
  });
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const find = (triesLeft: number): void => {
      Taro.createSelectorQuery()
        .select(`#${ID}`)
        .fields({ node: true, size: true })
        .exec((found: (PadNode | null)[]) => {
          const pad = found[0];
          if (!pad?.node) {
            // The canvas exists in WeChat's view only some moments after the page was told of it.
            if (triesLeft > 0) timer = setTimeout(() => find(triesLeft - 1), RETRY_MS);
            return;
          }
          size.current = { width: pad.width, height: pad.height };
          const sheet = new Ink(pad.node);
          ink.current = sheet;
          latest.current.onReady(sheet);
          early.current.splice(0).forEach((stroke) => stroke(sheet));
        });
    };
    find(RETRIES);
    return () => clearTimeout(timer);
  }, []);

  const onSheet = (stroke: (sheet: Ink) => void): void => {
    if (ink.current) stroke(ink.current);
    else early.current.push(stroke);
  };
  const draw = (event: unknown, kind: 'begin' | 'move'): void => {
    const touch = (event as CanvasTouch).touches[0];
    if (!touch) return;
    const { x, y } = touch;
    onSheet((sheet) => {
      const { width, height } = size.current;
      const point: Point = { x: (x / width) * PAD_WIDTH, y: (y / height) * PAD_HEIGHT };
      sheet[kind](point);
    });
  };
  const up = (): void =>
    onSheet((sheet) => {
      sheet.end();
      latest.current.onChange();
    });
  return (
    <Canvas
      type="2d"
      id={ID}
      canvasId={ID}
      className="pad"
      disableScroll
      onTouchStart={(event) => draw(event, 'begin')}
      onTouchMove={(event) => draw(event, 'move')}
      onTouchEnd={up}
      onTouchCancel={up}
      {...aria(undefined, { 'aria-label': '手写签名区' })}
    />
  );
}
