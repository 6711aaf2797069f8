import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Fault, Faults } from './faults.ts';
import { parseJson } from './json.ts';

export interface Request {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  /** Parsed JSON with numbers as text; undefined without a body, or when it is not JSON. */
  readonly body: unknown;
  /** As it came. */
  readonly text: string;
}

export interface Answer {
  readonly status: number;
  /** Written as JSON, or as it stands when it is text. */
  readonly body: unknown;
}

export interface Service {
  /** The operation that a request asks for, such as `GET /payment/:id`; undefined when there is none. */
  operationOf(request: Request): string | undefined;
  answer(operation: string, request: Request): Answer;
  readonly notFound: Answer;
}

/** Thrown by a service to answer at once. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(readonly answer: Answer) {
    super(`refused with ${answer.status}`);
  }
}

export interface ServeOptions {
  /** 0, the default, takes a free one. */
  readonly port?: number;
  readonly host?: string;
}

export interface Serving {
  readonly url: string;
  close(): Promise<void>;
}

const MAX_BODY_BYTES = 1_000_000;
const HUGE_BYTES = 20_000_000;

/** Serves on a port of its own, with the faults that were planned. */
export async function serve(service: Service, faults: Faults, options: ServeOptions = {}): Promise<Serving> {
  const { port = 0, host = '127.0.0.1' } = options;
  const server = createServer((message, response) => {
    readRequest(message).then(
      (request) => handle(service, faults, request, response),
      () => response.destroy(),
    );
  });
  await listen(server, port, host);
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
}

async function readRequest(message: IncomingMessage): Promise<Request> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) throw new Error('the body is too large');
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString('utf8');
  const url = new URL(message.url ?? '/', 'http://simulator');
  return {
    method: message.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: message.headers,
    body: readJson(text),
    text,
  };
}

function readJson(text: string): unknown {
  try {
    return text === '' ? undefined : parseJson(text);
  } catch {
    return undefined;
  }
}

function handle(service: Service, faults: Faults, request: Request, response: ServerResponse): void {
  const operation = service.operationOf(request);
  const planned = operation === undefined ? undefined : faults.take(operation);
  if (operation === undefined) {
    send(response, service.notFound);
  } else if (planned) {
    if (planned.afterEffect) answerOf(service, operation, request);
    fail(response, planned.fault);
  } else {
    send(response, answerOf(service, operation, request));
  }
}

function answerOf(service: Service, operation: string, request: Request): Answer {
  try {
    return service.answer(operation, request);
  } catch (error) {
    if (error instanceof Refusal) return error.answer;
    return { status: 500, body: { message: String(error) } };
  }
}

function send(response: ServerResponse, { status, body }: Answer): void {
  const isText = typeof body === 'string';
  response.writeHead(status, { 'content-type': isText ? 'text/plain' : 'application/json' });
  response.end(isText ? body : JSON.stringify(body));
}

function fail(response: ServerResponse, fault: Fault): void {
  if (fault === 'hang') return;
  if (fault === 'drop') response.destroy();
  else if (fault === 'garbage') send(response, { status: 200, body: '<html>busy</html>' });
  else if (fault === 'huge') send(response, { status: 200, body: { filler: 'x'.repeat(HUGE_BYTES) } });
  else send(response, { status: fault.status, body: fault.body ?? { message: 'Internal error' } });
}
