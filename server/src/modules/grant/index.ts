/**
 * The store of what people allow their relatives. It stands apart from the stories in `proxy`, which need
 * residents, because `resident` asks it on every access.
 */
export {
  confirmGrant,
  countGrantsOf,
  deleteGrantsOf,
  discardGrant,
  endGrant,
  expireGrants,
  findActiveGrant,
  findActiveGrants,
  findActiveGrantsFor,
  findAsked,
  findGrant,
  findOpenGrantsOf,
  findReceived,
  grantPlace,
  insertGrant,
  insertGrantOnce,
  moveGrants,
  narrowGrant,
  newGrantId,
  setPaper,
  type Confirmation,
  type GrantRow,
} from './grant.model';
export { countReceived, findClashingGrants, mergeGrants, type GrantMove } from './grant.merging.model';
