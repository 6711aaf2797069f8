import { CharmsError } from '../errors.ts';

/** Reads the integers and byte strings of Bitcoin's wire format; every length is checked first. */
export class TransactionReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  offset: number;

  constructor(bytes: Uint8Array, offset = 0) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.offset = offset;
  }

  uint16(): number {
    return this.#view.getUint16(this.#advance(2), true);
  }

  uint32(): number {
    return this.#view.getUint32(this.#advance(4), true);
  }

  uint64(): bigint {
    return this.#view.getBigUint64(this.#advance(8), true);
  }

  /** CompactSize in its shortest form; the node accepts no other. */
  compactSize(): number {
    const first = this.#view.getUint8(this.#advance(1));
    if (first < 0xfd) return first;
    const [value, least] =
      first === 0xfd
        ? [this.uint16(), 0xfd]
        : first === 0xfe
          ? [this.uint32(), 0x1_0000]
          : [Number(this.uint64()), 0x1_0000_0000];
    if (value < least) throw new CharmsError('TX_MALFORMED', 'CompactSize is not in its shortest form');
    return value;
  }

  /** A number of items of at least `minBytes` each, refused when they cannot all be there. */
  count(minBytes: number): number {
    const count = this.compactSize();
    if (count * minBytes > this.#bytes.length - this.offset) throw truncated();
    return count;
  }

  /** A view of the next bytes. */
  take(length: number): Uint8Array {
    const start = this.#advance(length);
    return this.#bytes.subarray(start, this.offset);
  }

  witness(): Uint8Array[] {
    const items: Uint8Array[] = [];
    for (let left = this.count(1); left > 0; left--) items.push(this.take(this.compactSize()));
    return items;
  }

  /** Passes over a witness and returns where it began. */
  skipWitness(): number {
    const start = this.offset;
    for (let left = this.count(1); left > 0; left--) this.#advance(this.compactSize());
    return start;
  }

  end(): void {
    if (this.offset !== this.#bytes.length) throw new CharmsError('TX_MALFORMED', 'bytes are left over');
  }

  #advance(length: number): number {
    if (length > this.#bytes.length - this.offset) throw truncated();
    const start = this.offset;
    this.offset += length;
    return start;
  }
}

function truncated(): CharmsError {
  return new CharmsError('TX_MALFORMED', 'the transaction ends too early');
}
