import { promisify } from 'node:util';
import { crc32, inflate } from 'node:zlib';

const unpack = promisify(inflate);

/** https://www.w3.org/TR/png-3/#5PNG-file-signature */
const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');
/** What an image is drawn from. All else (text, times, places, profiles, animations) is left out. */
const KEPT: readonly string[] = ['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND'];
/** Bytes of a pixel at 8 bits a sample, by colour type: https://www.w3.org/TR/png-3/#6Colour-values */
const PIXEL_BYTES: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
const INDEXED = 3;
const LAST_FILTER = 4;

/** The bytes are no PNG that can be taken; the message says what is wanted instead. */
export class PngError extends Error {
  override readonly name = 'PngError';
}

export interface CleanPng {
  readonly png: Buffer;
  /** In pixels. */
  readonly width: number;
  readonly height: number;
}

interface Chunk {
  readonly type: string;
  readonly data: Buffer;
  readonly whole: Buffer;
}

/**
 * A PNG with nothing in it but its picture, which was unpacked once to see that it is whole: whatever draws it later
 * meets no error, no bomb, and no other format behind the same bytes. Each side has `sideLimit` pixels at most.
 * @throws PngError
 */
export async function cleanPng(bytes: Buffer, sideLimit: number): Promise<CleanPng> {
  const chunks = readChunks(bytes);
  const [header, ...rest] = chunks;
  if (header?.type !== 'IHDR' || header.data.length !== 13) throw new PngError('a PNG');
  const width = header.data.readUInt32BE(0);
  const height = header.data.readUInt32BE(4);
  const [depth, colorType = -1, compression, filter, interlace] = header.data.subarray(8);
  if (width < 1 || height < 1 || width > sideLimit || height > sideLimit) {
    throw new PngError(`at most ${sideLimit} pixels wide and high`);
  }
  const pixelBytes = PIXEL_BYTES[colorType];
  if (pixelBytes === undefined || depth !== 8 || compression !== 0 || filter !== 0 || interlace !== 0) {
    throw new PngError('a PNG with 8 bits a channel, not interlaced');
  }
  const named = (type: string) => rest.filter((chunk) => chunk.type === type);
  const palettes = named('PLTE');
  if (palettes.length > 1 || named('tRNS').length > 1 || named('IHDR').length > 0)
    throw new PngError('a PNG');
  const colors = (palettes[0]?.data.length ?? 0) / 3;
  if (colorType === INDEXED && !(Number.isInteger(colors) && colors >= 1 && colors <= 256)) {
    throw new PngError('a PNG with its palette');
  }
  await requirePixels(Buffer.concat(named('IDAT').map(({ data }) => data)), height, width * pixelBytes);
  return {
    png: Buffer.concat([
      SIGNATURE,
      ...chunks.filter(({ type }) => KEPT.includes(type)).map(({ whole }) => whole),
    ]),
    width,
    height,
  };
}

/** Up to the end that the picture itself names: what follows is not read. */
function readChunks(bytes: Buffer): Chunk[] {
  if (!bytes.subarray(0, SIGNATURE.length).equals(SIGNATURE)) throw new PngError('a PNG');
  const chunks: Chunk[] = [];
  let at = SIGNATURE.length;
  while (at + 12 <= bytes.length) {
    const end = at + 12 + bytes.readUInt32BE(at);
    if (end > bytes.length) break;
    const type = bytes.toString('latin1', at + 4, at + 8);
    if (crc32(bytes.subarray(at + 4, end - 4)) !== bytes.readUInt32BE(end - 4)) break;
    chunks.push({ type, data: bytes.subarray(at + 8, end - 4), whole: bytes.subarray(at, end) });
    if (type === 'IEND') return chunks;
    at = end;
  }
  throw new PngError('a whole PNG');
}

/** Every line of pixels is there, with a filter that exists, and nothing more. */
async function requirePixels(packed: Buffer, height: number, lineBytes: number): Promise<void> {
  const size = height * (1 + lineBytes);
  const pixels = await unpack(packed, { maxOutputLength: size }).catch(() => undefined);
  if (pixels?.length !== size) throw new PngError('a whole PNG');
  for (let at = 0; at < size; at += 1 + lineBytes) {
    if ((pixels[at] ?? LAST_FILTER + 1) > LAST_FILTER) throw new PngError('a whole PNG');
  }
}
