/** In the browser. */
export function followUpdates(): void {}
