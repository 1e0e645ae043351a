import type { SheetFault } from '@linkang/shared/domain/import-sheet';

/** A file that is no sheet of ours. */
export class SheetError extends Error {
  /** @param fault names what to do about it */
  constructor(readonly fault: SheetFault) {
    super(`the sheet is refused: ${fault}`);
    this.name = 'SheetError';
  }
}
