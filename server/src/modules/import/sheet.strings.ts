const FIRST_BYTES = 1 << 20;
const FIRST_COUNT = 1 << 15;

/** Very many short texts by number, packed: as strings a hundred thousand people would take ten times the room. */
export class StringTable {
  #bytes = Buffer.allocUnsafe(FIRST_BYTES);
  #ends = new Uint32Array(FIRST_COUNT);
  #used = 0;
  #count = 0;

  /** Adds a text at the end. */
  push(text: string): void {
    const length = Buffer.byteLength(text);
    if (this.#used + length > this.#bytes.length) {
      const grown = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#used + length));
      this.#bytes.copy(grown, 0, 0, this.#used);
      this.#bytes = grown;
    }
    if (this.#count === this.#ends.length) {
      const grown = new Uint32Array(this.#ends.length * 2);
      grown.set(this.#ends);
      this.#ends = grown;
    }
    this.#used += this.#bytes.write(text, this.#used);
    this.#ends[this.#count] = this.#used;
    this.#count += 1;
  }

  /** The text with a number from 0 on; undefined where there is none. */
  at(index: number): string | undefined {
    if (!Number.isInteger(index) || index < 0 || index >= this.#count) return undefined;
    return this.#bytes.toString('utf8', index === 0 ? 0 : this.#ends[index - 1], this.#ends[index]);
  }
}
