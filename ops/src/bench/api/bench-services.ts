import 'reflect-metadata';
import { createContext } from '../../../../backend/src/api/context.ts';
import { authenticate, type GraphQLContext } from '../../../../backend/src/identity/index.ts';
import { loadConfig } from '../../../../backend/src/platform/config/index.ts';
import { createServices, type Services } from '../../../../backend/src/services.ts';

/** The services of one server under test, by the environment that the benchmark gives it. */
export function benchServices(): Services {
  return createServices(loadConfig(process.env));
}

/** A context as the owner of the shop has it, for servers that look nobody up. */
export async function ownerContexts(services: Services, token: string): Promise<() => GraphQLContext> {
  const signedIn = await authenticate(services, token);
  if (!signedIn) throw new Error('the session of the benchmark does not stand');
  const { logger } = services;
  return () => createContext(services, { signedIn, requestId: 'bench', logger, ip: '127.0.0.1' });
}

/** Tells the benchmark where this server listens. The process ends when the benchmark lets go of it, or ends itself. */
export function announce(port: number): void {
  process.once('disconnect', () => process.exit());
  process.on('message', () => process.send?.(process.cpuUsage()));
  process.send?.({ port });
}

export interface Job {
  readonly token: string;
  readonly merchantId: string;
}

/** What the benchmark gave this server as its argument. */
export function readJob(): Job {
  return JSON.parse(process.argv[2] ?? '{}') as Job;
}
