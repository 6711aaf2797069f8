import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

/** One item of an envelope: its type, and what it holds. */
export interface EnvelopeItem {
  readonly type: string;
  readonly payload: Record<string, unknown>;
}

/** What takes the envelopes that Sentry's SDK sends, and remembers them. */
export interface SentryReceiver {
  readonly dsn: string;
  readonly items: EnvelopeItem[];
  /** Everything that came, as text. */
  text(): string;
  close(): void;
}

export async function startSentryReceiver(): Promise<SentryReceiver> {
  const items: EnvelopeItem[] = [];
  const bodies: string[] = [];
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const raw = Buffer.concat(parts);
    const body = (request.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw).toString('utf8');
    bodies.push(body);
    // A line for the envelope, then two for each item: what it is, and what it holds.
    const lines = body.split('\n').slice(1).filter(Boolean);
    for (let i = 0; i + 1 < lines.length; i += 2) {
      items.push({ type: JSON.parse(lines[i] ?? '').type, payload: JSON.parse(lines[i + 1] ?? '') });
    }
    response.end('{}');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    dsn: `http://publickey@127.0.0.1:${port}/1`,
    items,
    text: () => bodies.join('\n'),
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
