import type { ReactNode } from 'react';

/** The browser holds nothing back. */
export const PrivacySheet = (): ReactNode => null;
