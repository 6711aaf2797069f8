import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RemoteSettings } from '../settings.ts';
import { refusalOf } from './signature-v4.ts';

export interface S3Server {
  /** For a store below a prefix of its bucket. */
  readonly settings: RemoteSettings;
  readonly objects: Map<string, Buffer>;
  /** Uploads in parts that were neither finished nor given up. */
  readonly uploads: Map<string, Map<number, Buffer>>;
  /** What was asked, as `GET key`. */
  readonly requests: string[];
  /** The next requests that begin so are answered with 503. */
  failNext(request: string, times: number): void;
  readonly close: () => Promise<void>;
}

const BUCKET = 'bucket';
/** Keys in one answer: few, so that a test meets the second page. */
const PAGE = 3;

/** Speaks as much of S3 as backups need, in memory, and refuses what is not signed as S3 wants it. */
export async function startS3Server(): Promise<S3Server> {
  const credentials = { accessKeyId: 'AKIDTEST', secretAccessKey: 'secret/key+test', region: 'eu-test-1' };
  const objects = new Map<string, Buffer>();
  const uploads = new Map<string, Map<number, Buffer>>();
  const requests: string[] = [];
  const failures = new Map<string, number>();

  async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', headers } = incoming;
    const url = new URL(incoming.url ?? '/', `http://${headers.host}`);
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const say = (status: number, text: string | Buffer = '', more: Record<string, string> = {}) =>
      response.writeHead(status, more).end(text);

    const refusal = refusalOf({ method, url, headers, body }, credentials);
    if (refusal !== undefined) return void say(403, `<Error><Code>${refusal}</Code></Error>`);
    const [, bucket, ...rest] = url.pathname.split('/');
    const key = rest.join('/');
    if (bucket !== BUCKET) return void say(404, '<Error><Code>NoSuchBucket</Code></Error>');
    requests.push(`${method} ${key}`);
    for (const [start, left] of failures) {
      if (left === 0 || !`${method} ${key}`.startsWith(start)) continue;
      failures.set(start, left - 1);
      return void say(503, '<Error><Code>SlowDown</Code></Error>');
    }
    const upload = url.searchParams.get('uploadId');
    if (upload !== null) return void inParts(method, upload, key);
    if (url.searchParams.has('uploads')) {
      const id = `${randomUUID()}/+`;
      uploads.set(id, new Map());
      return void say(200, `<Result><UploadId>${id}</UploadId></Result>`);
    }
    if (key === '') return void list();
    if (method === 'PUT') objects.set(key, body);
    if (method === 'DELETE') objects.delete(key);
    const object = objects.get(key);
    if (method !== 'GET') return void say(method === 'DELETE' ? 204 : 200);
    return void (object === undefined ? say(404, '<Error><Code>NoSuchKey</Code></Error>') : say(200, object));

    function inParts(verb: string, id: string, target: string): void {
      const parts = uploads.get(id);
      if (parts === undefined) return void say(404, '<Error><Code>NoSuchUpload</Code></Error>');
      if (verb === 'PUT') {
        const number = Number(url.searchParams.get('partNumber'));
        parts.set(number, body);
        return void say(200, '', { etag: `"part-${number}"` });
      }
      uploads.delete(id);
      if (verb === 'DELETE') return void say(204);
      const named = [
        ...body.toString().matchAll(/<PartNumber>(\d+)<\/PartNumber><ETag>"part-(\d+)"<\/ETag>/g),
      ];
      objects.set(
        target,
        Buffer.concat(named.map(([, number]) => parts.get(Number(number)) ?? Buffer.alloc(0))),
      );
      say(200, '<CompleteMultipartUploadResult></CompleteMultipartUploadResult>');
    }

    function list(): void {
      const { searchParams } = url;
      const prefix = searchParams.get('prefix') ?? '';
      const after = searchParams.get('continuation-token') ?? '';
      const keys = [...objects.keys()].filter((each) => each.startsWith(prefix) && each > after).sort();
      const page = keys.slice(0, PAGE);
      const next = keys.length > PAGE ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : '';
      say(200, `<R>${page.map((each) => `<Key>${each}</Key>`).join('')}${next}</R>`);
    }
  }

  const server = createServer((incoming, response) => void answer(incoming, response));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    settings: { ...credentials, url: `http://127.0.0.1:${port}/${BUCKET}/charmbills/prod` },
    objects,
    uploads,
    requests,
    failNext: (request, times) => failures.set(request, times),
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}
