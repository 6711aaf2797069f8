import { join } from 'node:path';
import { buildBackend } from '../builds/build-backend.ts';
import { startNodeProgram, untilAnswers } from '../node-program.ts';
import { variable } from '../settings.ts';
import type { BitcoinNode } from './bitcoin.ts';
import type { StackContext } from './context.ts';
import type { Simulators } from './simulators.ts';

/** The environment that the backend of this stack runs with: what was given, completed by the other parts. */
export function backendEnvironment(
  { env, ports, secrets }: StackContext,
  parts: {
    readonly databaseUrl: string;
    readonly node: BitcoinNode;
    readonly proverUrl: string;
    readonly simulators?: Simulators | undefined;
  },
): NodeJS.ProcessEnv {
  const { node, databaseUrl, proverUrl, simulators } = parts;
  const frontendUrl = variable(env, 'FRONTEND_URL') ?? `http://localhost:${ports.frontend}`;
  return {
    NODE_ENV: 'development',
    PUBLIC_URL: `http://localhost:${ports.backend}`,
    FRONTEND_URL: frontendUrl,
    CORS_ORIGINS: new URL(frontendUrl).origin,
    JWT_SECRET: secrets.jwtSecret,
    ENCRYPTION_KEY: secrets.encryptionKey,
    BITCOIN_NETWORK: node.chain === 'main' ? 'mainnet' : node.chain,
    ...(node.zmqUrl === undefined ? {} : { ZMQ_BLOCK_URL: node.zmqUrl, ZMQ_TX_URL: node.zmqUrl }),
    ...simulators?.environment,
    ...Object.fromEntries(
      Object.keys(env).flatMap((name) => (variable(env, name) === undefined ? [] : [[name, env[name]]])),
    ),
    PORT: String(ports.backend),
    DATABASE_URL: databaseUrl,
    RPC_URL: node.url,
    RPC_USER: node.user,
    RPC_PASSWORD: node.password,
    PROVER_API_URL: proverUrl,
  };
}

/** Bundles the backend as production runs it, and starts the bundle. Returns its public URL. */
export function bringUpBackend(context: StackContext, env: NodeJS.ProcessEnv): Promise<string> {
  const { dataDir, ports, progress, supervisor } = context;
  const publicUrl = env.PUBLIC_URL ?? `http://localhost:${ports.backend}`;
  return progress.step(
    'Backend',
    async (note) => {
      const file = await buildBackend(note);
      const child = await startNodeProgram({
        name: 'Backend',
        file,
        env,
        logFile: join(dataDir, 'logs/backend.log'),
      });
      supervisor.add({ name: 'Backend', stop: child.stop, process: child });
      await untilAnswers(child, `http://127.0.0.1:${ports.backend}/health`, (status) => status === 200);
      return publicUrl;
    },
    (url) => url,
  );
}
