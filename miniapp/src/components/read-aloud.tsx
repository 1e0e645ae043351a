import type { ReactNode } from 'react';

/** In WeChat there is no voice without a plugin of its own, so nothing is offered. */
export const ReadAloud = (_: { text: string }): ReactNode => null;
