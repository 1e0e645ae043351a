export { SheetError } from './sheet.fault';
export { kindOf, readSheet } from './sheet';
