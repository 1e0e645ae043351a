import type { ReactNode } from 'react';

/** WeChat shows a window of its own (updates.ts). */
export const NewVersion = (): ReactNode => null;
