import WebSocket from 'ws';

interface Message {
  readonly id?: string;
  readonly type: string;
  readonly payload?: unknown;
}

/** A live connection, spoken to in the graphql-transport-ws protocol word by word. */
export interface LiveConnection {
  send(message: Message): void;
  /** The next message, in order; rejects when the connection closes first. */
  next(): Promise<Message>;
  /** The code and reason with which it is closed. */
  readonly closed: Promise<{ code: number; reason: string }>;
  /** Closes it and waits until it is closed. */
  end(): Promise<void>;
}

export interface LiveOptions {
  readonly token?: string;
  readonly headers?: Record<string, string>;
}

/** Connects without a word; rejects with the HTTP status when the server refuses. */
export async function connect(url: string, { headers = {} }: LiveOptions = {}): Promise<LiveConnection> {
  const socket = new WebSocket(url.replace(/^http/, 'ws'), 'graphql-transport-ws', { headers });
  const messages: Message[] = [];
  const waiting: ((message: Message) => void)[] = [];
  socket.on('message', (data) => {
    const message = JSON.parse(String(data)) as Message;
    const first = waiting.shift();
    if (first) first(message);
    else messages.push(message);
  });
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.once('close', (code, reason) => resolve({ code, reason: String(reason) }));
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('unexpected-response', (_, { statusCode }) => reject(new Error(`HTTP ${statusCode}`)));
    socket.once('error', reject);
  });
  return {
    send: (message) => socket.send(JSON.stringify(message)),
    next() {
      const ready = messages.shift();
      if (ready) return Promise.resolve(ready);
      return Promise.race([
        new Promise<Message>((resolve) => waiting.push(resolve)),
        closed.then(({ code, reason }) => {
          throw new Error(`closed: ${code} ${reason}`);
        }),
      ]);
    },
    closed,
    async end() {
      socket.close();
      await closed;
    },
  };
}

/** Connects and introduces itself; ready to subscribe. */
export async function connectLive(url: string, options: LiveOptions = {}): Promise<LiveConnection> {
  const connection = await connect(url, options);
  const payload = options.token ? { authorization: `Bearer ${options.token}` } : {};
  connection.send({ type: 'connection_init', payload });
  const { type } = await connection.next();
  if (type !== 'connection_ack') throw new Error(`expected connection_ack, not ${type}`);
  return connection;
}

export function subscribe(
  connection: LiveConnection,
  query: string,
  variables: Record<string, unknown> = {},
  id = '1',
): void {
  connection.send({ id, type: 'subscribe', payload: { query, variables } });
}
