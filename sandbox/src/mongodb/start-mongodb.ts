import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { type Databases, MongoCommands } from './commands.ts';
import { encodeReply, takeMessages, type WireRequest } from './wire.ts';

export interface MongoSimulator {
  /** `mongodb://host:port`, without a database. */
  readonly url: string;
  /** Names of the commands so far, greetings left out. */
  readonly commands: readonly string[];
  readonly openCursors: number;
  /** The connection breaks at the next command of this name. */
  breakAt(command: string): void;
  close(): Promise<void>;
}

const GREETINGS = ['hello', 'ismaster', 'isMaster', 'ping', 'endSessions'];

/** A standalone MongoDB that is read from: greetings, listCollections, find by `_id`, getMore and killCursors. */
export async function startMongo(databases: Databases): Promise<MongoSimulator> {
  const server = new MongoCommands(databases);
  const sockets = new Set<Socket>();
  const commands: string[] = [];
  let breaking: string | undefined;

  const answer = (socket: Socket, request: WireRequest) => {
    const [name = ''] = Object.keys(request.command);
    if (!GREETINGS.includes(name)) commands.push(name);
    if (name === breaking) {
      breaking = undefined;
      socket.destroy();
    } else if (!socket.destroyed) {
      socket.write(encodeReply(request, server.answer(request.command)));
    }
  };
  const listener = createServer((socket) => {
    sockets.add(socket);
    let received = Buffer.alloc(0);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk) => {
      try {
        const { requests, rest } = takeMessages(Buffer.concat([received, chunk]));
        received = Buffer.from(rest);
        for (const request of requests) answer(socket, request);
      } catch {
        // As mongod does with what it does not understand.
        socket.destroy();
      }
    });
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return {
    url: `mongodb://127.0.0.1:${address.port}`,
    commands,
    get openCursors() {
      return server.openCursors;
    },
    breakAt(command) {
      breaking = command;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      listener.close();
      await once(listener, 'close');
    },
  };
}
