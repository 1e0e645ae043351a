import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';

/*
 * An archive is a header line that anybody may read, and chunks that only the key opens. Each chunk says how long it
 * is and whether it is the last one; its number and that mark are its nonce, and the header is authenticated with it,
 * so that nothing can be altered, left out, put elsewhere, added or cut off unseen.
 */

const MAGIC = 'LINKANG-BACKUP';
const ALGORITHM = 'aes-256-gcm';
const CHUNK_BYTES = 1 << 20;
const TAG_BYTES = 16;
/** Length of the sealed chunk in four bytes, and one that is 1 for the last chunk. */
const HEAD_BYTES = 5;
const MAX_HEADER_BYTES = 4096;

/** An archive that cannot be used, in words for the operator. */
export class BackupError extends Error {
  override name = 'BackupError';
}

/** What stands readable at an archive's beginning. */
export interface ArchiveHeader {
  format: 1;
  madeAt: string;
  /** Makes the key of this archive, in base64. */
  salt: string;
  /** Tells the right backup key from another one. */
  keyMark: string;
}

const markOf = (backupKey: string, salt: string): string =>
  createHmac('sha256', backupKey).update(`mark:${salt}`).digest('base64url').slice(0, 16);

const keyOf = (backupKey: string, { salt }: ArchiveHeader): Buffer =>
  Buffer.from(hkdfSync('sha256', backupKey, Buffer.from(salt, 'base64'), MAGIC, 32));

const nonceOf = (number: number, last: boolean): Buffer => {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(number, 5, 6);
  nonce.writeUInt8(last ? 1 : 0, 11);
  return nonce;
};

/** Encrypts what flows through into an archive. */
export class SealArchive extends Transform {
  private readonly headerLine: Buffer;
  private readonly key: Buffer;
  private pending: Buffer[] = [];
  private pendingBytes = 0;
  private number = 0;

  constructor(backupKey: string, madeAt: Date) {
    super();
    const salt = randomBytes(32).toString('base64');
    const header: ArchiveHeader = { format: 1, madeAt: madeAt.toISOString(), salt, keyMark: markOf(backupKey, salt) };
    this.headerLine = Buffer.from(`${MAGIC} ${JSON.stringify(header)}\n`);
    this.key = keyOf(backupKey, header);
    this.push(this.headerLine);
  }

  override _transform(bytes: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.pending.push(bytes);
    this.pendingBytes += bytes.length;
    if (this.pendingBytes >= CHUNK_BYTES) this.sealPending(false);
    done();
  }

  override _flush(done: TransformCallback): void {
    this.sealPending(true);
    done();
  }

  private sealPending(last: boolean): void {
    const cipher = createCipheriv(ALGORITHM, this.key, nonceOf(this.number, last), { authTagLength: TAG_BYTES });
    cipher.setAAD(this.headerLine);
    const sealed = [...this.pending.map((bytes) => cipher.update(bytes)), cipher.final(), cipher.getAuthTag()];
    const head = Buffer.alloc(HEAD_BYTES);
    head.writeUInt32BE(this.pendingBytes + TAG_BYTES, 0);
    head.writeUInt8(last ? 1 : 0, 4);
    this.push(Buffer.concat([head, ...sealed]));
    this.number += 1;
    this.pending = [];
    this.pendingBytes = 0;
  }
}

/** Reads an archive's first line. @throws BackupError */
function readHeader(line: Buffer, backupKey: string): ArchiveHeader {
  const text = line.toString('utf8');
  let header: ArchiveHeader | undefined;
  try {
    if (text.startsWith(`${MAGIC} `)) header = JSON.parse(text.slice(MAGIC.length + 1)) as ArchiveHeader;
  } catch {
    // Said below.
  }
  if (header?.format !== 1 || typeof header.salt !== 'string')
    throw new BackupError('这不是邻康的备份文件，或开头已损坏。');
  if (header.keyMark !== markOf(backupKey, header.salt))
    throw new BackupError('备份密钥不对：BACKUP_KEY 不是做这份备份时用的那一个，或文件开头被改动。');
  return header;
}

/** Decrypts an archive that flows through; nothing altered ever comes out of it, and one that was cut off fails. */
export class OpenArchive extends Transform {
  private held: Buffer = Buffer.alloc(0);
  private headerLine: Buffer | undefined;
  private key: Buffer = Buffer.alloc(0);
  private number = 0;
  private ended = false;

  constructor(private readonly backupKey: string) {
    super();
  }

  override _transform(bytes: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.held = this.held.length ? Buffer.concat([this.held, bytes]) : bytes;
    try {
      if (this.takeHeader()) while (this.takeChunk());
      done();
    } catch (error) {
      done(error as Error);
    }
  }

  override _flush(done: TransformCallback): void {
    done(this.ended ? null : new BackupError('备份文件不完整：后面的部分缺失。'));
  }

  private takeHeader(): boolean {
    if (this.headerLine) return true;
    const end = this.held.indexOf(10);
    if (end < 0 && this.held.length < MAX_HEADER_BYTES) return false;
    const line = this.held.subarray(0, end + 1);
    this.key = keyOf(this.backupKey, readHeader(line, this.backupKey));
    this.headerLine = line;
    this.held = this.held.subarray(end + 1);
    return true;
  }

  private takeChunk(): boolean {
    if (this.ended && this.held.length) throw new BackupError('备份文件被改动过：结尾之后还有内容。');
    if (this.held.length < HEAD_BYTES) return false;
    const length = this.held.readUInt32BE(0);
    const last = this.held.readUInt8(4) === 1;
    if (length < TAG_BYTES || length > 2 * CHUNK_BYTES + TAG_BYTES) throw new BackupError('备份文件已损坏或被改动过。');
    if (this.held.length < HEAD_BYTES + length) return false;
    const body = this.held.subarray(HEAD_BYTES, HEAD_BYTES + length - TAG_BYTES);
    const tag = this.held.subarray(HEAD_BYTES + length - TAG_BYTES, HEAD_BYTES + length);
    const decipher = createDecipheriv(ALGORITHM, this.key, nonceOf(this.number, last), { authTagLength: TAG_BYTES });
    decipher.setAAD(this.headerLine as Buffer);
    decipher.setAuthTag(tag);
    let opened: Buffer;
    try {
      opened = Buffer.concat([decipher.update(body), decipher.final()]);
    } catch {
      throw new BackupError('备份文件已损坏或被改动过。');
    }
    this.push(opened);
    this.number += 1;
    this.ended = last;
    this.held = this.held.subarray(HEAD_BYTES + length);
    return true;
  }
}
