import { join } from 'node:path';
import { buildFrontend } from '../builds/build-frontend.ts';
import { startNodeProgram, untilAnswers } from '../node-program.ts';
import { variable } from '../settings.ts';
import type { StackContext } from './context.ts';

/**
 * Builds the frontend where its sources changed, and starts it as production runs it. Returns where people find it.
 * @param backendEnv what the backend runs with: both agree on where they are and on the network
 * @param devWalletUrl where test coins are handed out; none are offered without
 */
export function bringUpFrontend(
  context: StackContext,
  backendEnv: NodeJS.ProcessEnv,
  devWalletUrl?: string,
): Promise<string> {
  const { dataDir, ports, progress, supervisor } = context;
  return progress.step(
    'Frontend',
    async (note) => {
      const child = await startNodeProgram({
        name: 'Frontend',
        file: await buildFrontend(note),
        env: { ...frontendEnvironment(context, backendEnv), DEV_WALLET_URL: devWalletUrl },
        logFile: join(dataDir, 'logs/frontend.log'),
      });
      supervisor.add({ name: 'Frontend', stop: child.stop, process: child });
      await untilAnswers(child, `http://127.0.0.1:${ports.frontend}/`, (status) => status < 500);
      return backendEnv.FRONTEND_URL ?? `http://localhost:${ports.frontend}`;
    },
    (url) => url,
  );
}

function frontendEnvironment({ env, ports }: StackContext, backendEnv: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const sentryDsn = variable(env, 'NEXT_PUBLIC_SENTRY_DSN');
  return {
    PATH: env.PATH,
    HOME: env.HOME,
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    NEXT_PUBLIC_API_URL: variable(env, 'NEXT_PUBLIC_API_URL') ?? backendEnv.PUBLIC_URL,
    NEXT_PUBLIC_BITCOIN_NETWORK: variable(env, 'NEXT_PUBLIC_BITCOIN_NETWORK') ?? backendEnv.BITCOIN_NETWORK,
    ...(backendEnv.HARDCODED_APP_VK && { HARDCODED_APP_VK: backendEnv.HARDCODED_APP_VK }),
    ...(sentryDsn === undefined ? {} : { NEXT_PUBLIC_SENTRY_DSN: sentryDsn }),
    API_URL: variable(env, 'API_URL') ?? `http://127.0.0.1:${ports.backend}`,
    // The next two are Next.js's own names for where it listens.
    PORT: String(ports.frontend),
    HOSTNAME: variable(env, 'HOST') ?? '127.0.0.1',
  };
}
