import { createServer } from 'node:net';
import { StackError } from './errors.ts';

const LOOPBACK = '127.0.0.1';

/** Listens on the port for a moment; resolves to the bound port, or to the error code that refused it. */
function probe(port: number): Promise<number | string> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen({ port, host: LOOPBACK, exclusive: true }, () => {
      const address = server.address();
      const bound = typeof address === 'object' && address !== null ? address.port : port;
      server.close(() => resolve(bound));
    });
  });
}

/** Ports this process has handed out: the system may offer the same one again before its user has bound it. */
const handedOut = new Set<number>();

/** A TCP port on the loopback interface that nothing listens on now. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = await probe(0);
    if (typeof port !== 'number') throw new Error(`no free port on ${LOOPBACK}: ${port}`);
    if (handedOut.has(port)) continue;
    handedOut.add(port);
    return port;
  }
}

/**
 * Makes sure that a service can listen on its port.
 * @throws StackError PORT_TAKEN naming the port and the variable that moves the service elsewhere.
 */
export async function requireFreePort(service: string, port: number, variable: string): Promise<number> {
  const result = await probe(port);
  if (result === port) return port;
  const why = result === 'EACCES' ? 'may not be used by this user' : 'is already in use';
  throw new StackError(
    'PORT_TAKEN',
    `Port ${port} for ${service} ${why}.`,
    `Stop what listens there, or set ${variable} to another port.`,
  );
}
