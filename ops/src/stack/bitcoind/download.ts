import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';

/** Time to the first byte, and between two pieces: a network that drops packets must not hold up the start. */
const SILENCE_MS = 6_000;

/**
 * Downloads a file and checks its SHA-256.
 * @throws Error when the server is silent for six seconds, answers anything but 200, or the checksum differs.
 */
export async function download(
  url: string,
  sha256: string,
  target: string,
  progress: (receivedBytes: number, totalBytes: number | undefined) => void,
): Promise<void> {
  const silence = new AbortController();
  const alarm = () =>
    setTimeout(() => silence.abort(new Error(`no data for ${SILENCE_MS / 1000} s`)), SILENCE_MS);
  let timer = alarm();
  try {
    const response = await fetch(url, { signal: silence.signal });
    if (!response.ok || response.body === null) throw new Error(`HTTP ${response.status}`);
    const length = Number(response.headers.get('content-length'));
    const hash = createHash('sha256');
    let received = 0;
    const body = Readable.fromWeb(response.body as ReadableStream<Uint8Array>);
    body.on('data', (piece: Uint8Array) => {
      clearTimeout(timer);
      timer = alarm();
      hash.update(piece);
      received += piece.length;
      progress(received, length > 0 ? length : undefined);
    });
    await pipeline(body, createWriteStream(target));
    const digest = hash.digest('hex');
    if (digest !== sha256) throw new Error(`checksum ${digest} where ${sha256} was expected`);
  } finally {
    clearTimeout(timer);
  }
}
