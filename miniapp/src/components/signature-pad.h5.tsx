import { useEffect, useRef, type PointerEvent, type ReactNode } from 'react';
import { Ink, PAD_HEIGHT, PAD_WIDTH, type Point, type SignaturePadProps } from './ink';

/** A sheet to sign on with mouse, pen or finger. */
export function SignaturePad({ onReady, onChange }: SignaturePadProps): ReactNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  const ink = useRef<Ink | undefined>(undefined);
  const ready = useRef(onReady);
  useEffect(() => {
    if (!canvas.current) return;
    ink.current = new Ink(canvas.current);
    ready.current(ink.current);
  }, []);

  const pointOf = (event: PointerEvent<HTMLCanvasElement>): Point => {
    const box = event.currentTarget.getBoundingClientRect();
    return {
      x: ((event.clientX - box.left) / box.width) * PAD_WIDTH,
      y: ((event.clientY - box.top) / box.height) * PAD_HEIGHT,
    };
  };
  const down = (event: PointerEvent<HTMLCanvasElement>): void => {
    event.currentTarget.setPointerCapture(event.pointerId);
    ink.current?.begin(pointOf(event));
  };
  const up = (): void => {
    ink.current?.end();
    onChange();
  };
  return (
    <canvas
      ref={canvas}
      className="pad"
      role="img"
      aria-label="手写签名区"
      onPointerDown={down}
      onPointerMove={(event) => ink.current?.move(pointOf(event))}
      onPointerUp={up}
      onPointerCancel={up}
    />
  );
}
