import { createHash } from 'node:crypto';
import { InvalidInputError } from '../../platform/errors/index.ts';
import { type CleanPng, cleanPng, PngError } from '../../platform/images/index.ts';

export const LOGO_LIMIT_BYTES = 256 * 1_024;
export const LOGO_LIMIT_PIXELS = 1_024;

/**
 * A logo given as base64. PNG alone: pages, e-mail programs and PDFs all draw it, and nothing in it can run.
 * @throws InvalidInputError
 */
export async function readLogo(base64: string): Promise<CleanPng & { readonly hash: string }> {
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length > LOGO_LIMIT_BYTES) {
    throw new InvalidInputError('png', `at most ${LOGO_LIMIT_BYTES / 1_024} KiB`);
  }
  try {
    const clean = await cleanPng(bytes, LOGO_LIMIT_PIXELS);
    return { ...clean, hash: createHash('sha256').update(clean.png).digest('hex') };
  } catch (error) {
    if (error instanceof PngError) throw new InvalidInputError('png', error.message);
    throw error;
  }
}
