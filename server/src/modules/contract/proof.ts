import { createHash } from 'node:crypto';
import type { IdentityPaper } from '@linkang/shared/api/contract-proof';
import { AppError, type FieldFault } from '@linkang/shared/errors';
import { fieldFault } from '../../platform/http/problems';
import type { IdempotentRequestInfo } from '../../platform/module';
import { readPicture } from '../file';
import type { SigningEvidence } from './contract.schema';
import { readSignature } from './signature-image';
import type { PictureType } from './signature.model';

/** What came to prove that the person agreed. */
export interface GivenProof {
  signature?: string | undefined;
  paper?: string | undefined;
  identityPaper?: IdentityPaper | undefined;
}

/** The proof as it is kept. */
export interface Proof {
  picture: Buffer;
  type: PictureType;
  evidence: Omit<SigningEvidence, 'textHash'>;
}

const channelOf = (userAgent: string): 'miniapp' | 'h5' =>
  /MicroMessenger|miniProgram/i.test(userAgent) ? 'miniapp' : 'h5';

const refuse = (fields: FieldFault[]): AppError => new AppError('VALIDATION_FAILED', { fields });

const hashOf = (picture: Buffer): string => createHash('sha256').update(picture).digest('hex');

/** The photo of a signed paper, upright and without what the camera wrote into it. @throws VALIDATION_FAILED */
async function readPaper(dataUrl: string): Promise<Buffer> {
  const bytes = Buffer.from(dataUrl.slice(dataUrl.indexOf(',') + 1), 'base64');
  const kept = await readPicture(bytes).catch((error: unknown) => {
    if (!(error instanceof AppError)) throw error;
    throw refuse([fieldFault('body.paper', 'PICTURE', '这张照片打不开，请重新拍一张')]);
  });
  const [largest] = kept.variants;
  if (!largest) throw new Error('a picture without any width');
  return largest.bytes;
}

/** What staff bring in: the paper, and by what they knew the person. @throws VALIDATION_FAILED */
async function readOnSite(given: GivenProof, request: IdempotentRequestInfo): Promise<Proof> {
  const { paper, identityPaper } = given;
  const missing = [
    ...(paper === undefined ? [fieldFault('body.paper', 'MISSING')] : []),
    ...(identityPaper === undefined ? [fieldFault('body.identityPaper', 'MISSING')] : []),
  ];
  if (paper === undefined || identityPaper === undefined) throw refuse(missing);
  const picture = await readPaper(paper);
  const { now, address, userAgent, actor } = request;
  const seen = { staffId: actor.accountId, identityPaper };
  const evidence = { at: now, channel: 'onSite', address, userAgent, signatureHash: hashOf(picture), ...seen } as const;
  return { picture, type: 'image/webp', evidence };
}

/** What somebody drew who signs on the own phone. @throws VALIDATION_FAILED */
function readDrawn({ signature }: GivenProof, request: IdempotentRequestInfo): Proof {
  if (signature === undefined) throw refuse([fieldFault('body.signature', 'MISSING')]);
  const picture = readSignature(signature);
  const { now, address, userAgent } = request;
  const channel = channelOf(userAgent);
  return {
    picture,
    type: 'image/png',
    evidence: { at: now, channel, address, userAgent, signatureHash: hashOf(picture) },
  };
}

/** Reads what proves that the person agreed: staff bring a paper, everybody else draws. @throws VALIDATION_FAILED */
export const readProof = async (given: GivenProof, request: IdempotentRequestInfo): Promise<Proof> =>
  request.actor.kind === 'staff' ? readOnSite(given, request) : readDrawn(given, request);
