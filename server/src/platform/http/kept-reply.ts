import { createHash } from 'node:crypto';
import type { z } from 'zod';

const ETAG_LENGTH = 27;

/** A reply that is written once and sent as it is to everybody who asks, or not at all to whoever has it already. */
export class KeptReply<T = unknown> {
  readonly etag: string;
  /** A string: head and body then leave the house in one piece. */
  readonly body: string;
  /** Ties the text to what it says. */
  declare readonly says: T;

  constructor(schema: z.ZodType, value: T) {
    this.body = JSON.stringify(schema.parse(value));
    this.etag = `"${createHash('sha256').update(this.body).digest('base64url').slice(0, ETAG_LENGTH)}"`;
  }
}

interface Entry {
  reply: KeptReply;
  untilMs: number;
}

const MAX_REPLIES = 500;
/** What a reply says of other things, such as the name of its author, is no older than this. */
const LIFE_MS = 30_000;

/** Replies by what was asked, until what they say of has changed. */
export class ReplyCache {
  private entries = new Map<string, Entry>();
  private generation = 0;

  /** Forgets all replies, also those that are being made now. */
  clear(): void {
    this.generation += 1;
    this.entries.clear();
  }

  /** The kept reply, or a new one. */
  async get<T>(key: string, schema: z.ZodType, make: () => Promise<T>): Promise<KeptReply<T>> {
    const entry = this.entries.get(key);
    if (entry && entry.untilMs > performance.now()) return entry.reply as KeptReply<T>;
    const { generation } = this;
    const reply = new KeptReply(schema, await make());
    if (generation === this.generation) {
      if (this.entries.size >= MAX_REPLIES) this.entries.clear();
      this.entries.set(key, { reply, untilMs: performance.now() + LIFE_MS });
    }
    return reply;
  }
}
