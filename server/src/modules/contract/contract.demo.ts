import { createHash } from 'node:crypto';
import { dayOf } from '@linkang/shared/domain/clinic-day';
import { contractEndDay } from '@linkang/shared/domain/contract-term';
import { PNG } from 'pngjs';
import type { Deps } from '../../platform/deps';
import { insertContract } from './contract.model';
import { BASIC_PACKAGE, offeredPackages, packageVersionOf, signPackages } from './contract.packages';
import { newContractId, type ContractRow } from './contract.schema';
import { deleteSignatures, insertSignature } from './signature.model';

/** A contract of the demo, approved on the day it was signed. */
export interface DemoContract {
  residentId: string;
  teamId: string;
  /** Besides the basic one. */
  packageCodes: readonly string[];
  termYears: number;
  signedAt: Date;
  /** The resident's account. */
  signedBy: string;
  /** The member of staff who approved. */
  decidedBy: string;
}

const WIDTH = 240;
const HEIGHT = 80;

/** A wavy stroke, for people of the demo who never drew. */
function drawStroke(): Buffer {
  const png = new PNG({ width: WIDTH, height: HEIGHT });
  png.data.fill(255);
  for (let x = 20; x < WIDTH - 20; x += 1) {
    const y = Math.round(HEIGHT / 2 + 22 * Math.sin(x / 11) * Math.cos(x / 47));
    for (let thick = 0; thick < 3; thick += 1)
      png.data.fill(0, ((y + thick) * WIDTH + x) * 4, ((y + thick) * WIDTH + x) * 4 + 3);
  }
  return PNG.sync.write(png);
}

function buildDemoContract(deps: Deps, demo: DemoContract, png: Buffer): ContractRow {
  const { agreement } = deps.config.contract;
  const codes = [BASIC_PACKAGE, ...demo.packageCodes];
  const packages = signPackages(offeredPackages(deps.config.contract).filter((row) => codes.includes(row.code)));
  const startDay = dayOf(demo.signedAt);
  return {
    _id: newContractId(),
    residentId: demo.residentId,
    teamId: demo.teamId,
    packages,
    packageVersion: packageVersionOf(packages),
    termYears: demo.termYears,
    textVersion: agreement.version,
    kind: 'first',
    status: 'active',
    slots: ['now'],
    signedAt: demo.signedAt,
    signedBy: demo.signedBy,
    signedAs: 'resident',
    evidence: {
      at: demo.signedAt,
      channel: 'seed',
      address: '127.0.0.1',
      userAgent: '',
      textHash: agreement.sha256,
      signatureHash: createHash('sha256').update(png).digest('hex'),
    },
    startDay,
    endDay: contractEndDay(startDay, demo.termYears),
    activatedAt: demo.signedAt,
    decidedAt: demo.signedAt,
    decidedBy: demo.decidedBy,
    reason: null,
    history: [
      { at: demo.signedAt, to: 'pendingReview', by: 'resident', accountId: demo.signedBy },
      { at: demo.signedAt, to: 'active', by: 'staff', accountId: demo.decidedBy },
    ],
    rev: 1,
  };
}

/**
 * Adds an active contract for the demo.
 * @returns its id, or null when the resident has an open contract already
 */
export async function createDemoContract(deps: Deps, demo: DemoContract): Promise<string | null> {
  const png = drawStroke();
  const contract = buildDemoContract(deps, demo, png);
  await insertSignature(deps.keyring, contract._id, { picture: png, type: 'image/png' }, demo.signedAt);
  if (await insertContract(contract)) return contract._id;
  await deleteSignatures([contract._id]);
  return null;
}
