export { contractEndDay } from './domain/contract-term';
export { parseIdNumber } from './domain/id-number';
export { isSeniorPhysicalEligible } from './domain/senior-physical';
