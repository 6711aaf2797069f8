import { crc32, deflateSync } from 'node:zlib';

export function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

export interface TestPng {
  readonly width?: number;
  readonly height?: number;
  /** Bits a sample, colour type and interlacing as the header says them. */
  readonly depth?: number;
  readonly colorType?: number;
  readonly interlace?: number;
  /** Unpacked; by default a plain surface of RGBA. */
  readonly pixels?: Buffer;
  /** Chunks between the header and the picture. */
  readonly extra?: readonly Buffer[];
}

/** A PNG, or something that is nearly one. */
export function testPng(png: TestPng = {}): Buffer {
  const { width = 4, height = 2, depth = 8, colorType = 6, interlace = 0, extra = [] } = png;
  const { pixels = Buffer.alloc(height * (1 + width * 4)) } = png;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([depth, colorType, 0, 0, interlace], 8);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    pngChunk('IHDR', header),
    ...extra,
    pngChunk('IDAT', deflateSync(pixels)),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}
