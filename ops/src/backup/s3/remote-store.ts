import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { AwsClient } from 'aws4fetch';
import { BackupError } from '../errors.ts';
import type { RemoteSettings } from '../settings.ts';
import { tagsIn } from './xml.ts';

/** A bucket of anything that speaks S3. Keys are below the prefix of BACKUP_S3_URL. */
export interface RemoteStore {
  /** Uploads a file, in parts when it is large; the object is there when it is whole. */
  put(key: string, file: string): Promise<void>;
  /** Undefined when there is no such object. */
  get(key: string): Promise<Readable | undefined>;
  /** Keys that begin so, in order. */
  list(prefix: string): Promise<string[]>;
  delete(key: string): Promise<void>;
}

export interface RemoteOptions {
  /** Files larger than a part are sent in parts; S3 takes none under 5 MiB but the last. */
  readonly partBytes?: number;
  /** How often a request is repeated that met a fault of the server. */
  readonly retries?: number;
}

const PART_BYTES = 32 * 1024 * 1024;
/** S3 takes 10,000 parts. */
const MAX_PARTS = 9_000;
const TIMEOUT_MS = 300_000;

/** Every request is signed with its content (Signature Version 4), so that what arrives is what was sent. */
export function createRemoteStore(
  { url, region, accessKeyId, secretAccessKey }: RemoteSettings,
  { partBytes = PART_BYTES, retries = 4 }: RemoteOptions = {},
): RemoteStore {
  const client = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3', retries });
  const { origin, pathname } = new URL(url);
  const [, bucket = '', ...prefixParts] = pathname.split('/');
  const prefix = prefixParts.length === 0 ? '' : `${prefixParts.join('/')}/`;

  async function request(
    method: string,
    target: string,
    body: Uint8Array<ArrayBuffer> = new Uint8Array(),
    accepted: readonly number[] = [],
  ): Promise<Response> {
    const headers = { 'X-Amz-Content-Sha256': createHash('sha256').update(body).digest('hex') };
    let response: Response;
    try {
      response = await client.fetch(target, {
        method,
        headers,
        signal: AbortSignal.timeout(TIMEOUT_MS),
        ...(method === 'PUT' || method === 'POST' ? { body } : {}),
      });
    } catch (cause) {
      throw new BackupError('REMOTE_FAILED', `${origin} does not answer. Is BACKUP_S3_URL right?`, cause);
    }
    if (response.ok || accepted.includes(response.status)) return response;
    const answer = await response.text();
    const [code = response.status] = tagsIn(answer, 'Code');
    throw new BackupError(
      'REMOTE_FAILED',
      `${origin} refuses ${method} in ${bucket}: ${code}. ${remedyFor(response)}`,
    );
  }

  const address = (key: string) => `${url}/${key}`;

  async function putParts(key: string, file: string, size: number): Promise<void> {
    const started = await (await request('POST', `${address(key)}?uploads=`)).text();
    const [uploadId] = tagsIn(started, 'UploadId');
    if (uploadId === undefined) throw new BackupError('REMOTE_FAILED', `${origin} began no upload.`);
    const id = encodeURIComponent(uploadId);
    const length = Math.max(partBytes, Math.ceil(size / MAX_PARTS));
    try {
      const parts: string[] = [];
      for (let offset = 0; offset < size; offset += length) {
        const number = parts.length + 1;
        const piece = await readPiece(file, offset, Math.min(length, size - offset));
        const response = await request('PUT', `${address(key)}?partNumber=${number}&uploadId=${id}`, piece);
        parts.push(
          `<Part><PartNumber>${number}</PartNumber><ETag>${response.headers.get('etag') ?? ''}</ETag></Part>`,
        );
      }
      const list = `<CompleteMultipartUpload>${parts.join('')}</CompleteMultipartUpload>`;
      const done = await request('POST', `${address(key)}?uploadId=${id}`, new TextEncoder().encode(list));
      // It may answer 200 and tell of a failure in the body.
      const [failure] = tagsIn(await done.text(), 'Code');
      if (failure !== undefined)
        throw new BackupError('REMOTE_FAILED', `${origin} did not join the parts: ${failure}`);
    } catch (error) {
      await request('DELETE', `${address(key)}?uploadId=${id}`, undefined, [404]).catch(() => undefined);
      throw error;
    }
  }

  return {
    async put(key, file) {
      const size = await sizeOf(file);
      if (size > partBytes) return putParts(key, file, size);
      await request('PUT', address(key), await readPiece(file, 0, size));
    },
    async get(key) {
      const response = await request('GET', address(key), undefined, [404]);
      if (response.status !== 404 && response.body !== null) {
        return Readable.fromWeb(response.body as ReadableStream<Uint8Array>);
      }
      await response.body?.cancel();
      return undefined;
    },
    async list(below) {
      const keys: string[] = [];
      let token: string | undefined;
      do {
        const query = new URLSearchParams({ 'list-type': '2', prefix: `${prefix}${below}` });
        if (token !== undefined) query.set('continuation-token', token);
        const answer = await (await request('GET', `${origin}/${bucket}?${query}`)).text();
        keys.push(...tagsIn(answer, 'Key').map((key) => key.slice(prefix.length)));
        [token] = tagsIn(answer, 'NextContinuationToken');
      } while (token !== undefined);
      return keys.sort();
    },
    async delete(key) {
      await request('DELETE', address(key), undefined, [404]);
    },
  };
}

function remedyFor({ status }: Response): string {
  if (status === 403 || status === 401)
    return 'Check the access key, its rights, BACKUP_S3_REGION and the clock.';
  return status === 404 ? 'Does the bucket exist?' : 'Try again later.';
}

async function sizeOf(file: string): Promise<number> {
  const handle = await open(file, 'r');
  try {
    return (await handle.stat()).size;
  } finally {
    await handle.close();
  }
}

async function readPiece(file: string, offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
  const piece = new Uint8Array(length);
  const handle = await open(file, 'r');
  try {
    let filled = 0;
    while (filled < length) {
      const { bytesRead } = await handle.read(piece, filled, length - filled, offset + filled);
      if (bytesRead === 0)
        throw new BackupError('REMOTE_FAILED', `${file} has become shorter while it was sent.`);
      filled += bytesRead;
    }
  } finally {
    await handle.close();
  }
  return piece;
}
