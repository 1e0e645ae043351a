import { create } from 'zustand';

/** Whether a newer version of the program waits; only the browser learns of it here, WeChat asks by itself. */
export const useVersion = create<{ isOld: boolean }>(() => ({ isOld: false }));
