/** Dots a module, and modules of white around: a scanner reads it from a phone at arm's length. */
const DRAWING = { errorCorrectionLevel: 'M', scale: 10, margin: 3 } as const;

/** A QR code as a PNG data URL; WeChat's pictures take no other form without a round over the network. */
export async function drawQr(text: string): Promise<string> {
  // Loaded when it is first used: a start that nobody waits for at the desk needs no pictures.
  const { toDataURL } = await import('qrcode');
  return toDataURL(text, DRAWING);
}
