import { create } from 'zustand';

/** Which half of the learning page is shown; other pages may choose it before they open the tab. */
export const learnSection = create<{ section: 'articles' | 'lectures' }>(() => ({ section: 'articles' }));
