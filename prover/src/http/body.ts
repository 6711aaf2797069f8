import type { IncomingMessage } from 'node:http';
import { ProveRefusedError } from '../errors.ts';

/** docs/protocols/charms.md "Prover HTTP": body ≤ 32 MiB. */
export const MAX_BODY_BYTES = 32 * 1024 * 1024;

/**
 * Reads a request's body. What comes after the bound is received and thrown away, so that the client
 * gets to read why.
 * @throws ProveRefusedError `REQUEST_TOO_LARGE`
 */
export async function readBody(request: IncomingMessage): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes <= MAX_BODY_BYTES) chunks.push(chunk);
    else chunks.length = 0;
  }
  if (bytes > MAX_BODY_BYTES) {
    throw new ProveRefusedError('REQUEST_TOO_LARGE', `a body has at most ${MAX_BODY_BYTES} bytes`);
  }
  return Buffer.concat(chunks);
}
