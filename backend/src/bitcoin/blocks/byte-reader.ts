/** Walks Bitcoin's wire format. Reads views and numbers; every length is checked before anything is read. */
export class ByteReader {
  readonly bytes: Buffer;
  offset = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  get left(): number {
    return this.bytes.length - this.offset;
  }

  /** Moves on and returns where the bytes passed over begin. */
  skip(length: number): number {
    const start = this.offset;
    if (length > this.bytes.length - start) throw new RangeError('the data ends too early');
    this.offset = start + length;
    return start;
  }

  take(length: number): Buffer {
    return this.bytes.subarray(this.skip(length), this.offset);
  }

  uint32(): number {
    return this.bytes.readUInt32LE(this.skip(4));
  }

  /** CompactSize; numbers past 2^53 cannot be lengths of anything and are refused as too long. */
  compactSize(): number {
    const first = this.bytes.readUInt8(this.skip(1));
    if (first < 0xfd) return first;
    if (first === 0xfd) return this.bytes.readUInt16LE(this.skip(2));
    if (first === 0xfe) return this.uint32();
    return Number(this.bytes.readBigUInt64LE(this.skip(8)));
  }
}
