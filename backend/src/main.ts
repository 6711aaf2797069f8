import packageJson from '../package.json' with { type: 'json' };
import { ConfigError, loadConfig } from './platform/config/index.ts';
import { unexpectedErrors } from './platform/errors/index.ts';
import { start } from './process/start.ts';
import { invalidConfiguration, StartupError } from './process/startup.errors.ts';

/** After this, what has not let go is left behind. */
const STOP_MS = 15_000;
const EX_SOFTWARE = 70;

/** The process: configuration from the environment, one role, an orderly end on SIGTERM and SIGINT. */
async function main(): Promise<void> {
  const running = await start(loadConfig(process.env), packageJson.version);
  const { config, logger, logFiles } = running.services;
  const stopMs = STOP_MS + config.DRAIN_SECONDS * 1_000;
  let stopping = false;

  const stop = (why: string, exitCode: number) => {
    process.exitCode ||= exitCode;
    if (stopping) return;
    stopping = true;
    logger.info({ why }, 'stopping');
    const deadline = setTimeout(() => {
      logger.error(`not stopped within ${stopMs / 1_000} s: leaving`);
      process.exit(EX_SOFTWARE);
    }, stopMs);
    deadline.unref();
    void running.stop().then(() => logger.info('stopped'));
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop(signal, 0));
  // Sent by logrotate, or whoever else has moved the files away.
  if (logFiles)
    for (const signal of ['SIGHUP', 'SIGUSR2'] as const) process.on(signal, () => logFiles.reopen());
  // The state of the process is unknown now: let go of everything and have it started afresh.
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error: unknown) => {
      logger.fatal({ err: error }, event);
      unexpectedErrors.publish({ error });
      stop(event, EX_SOFTWARE);
    });
  }
}

main().catch((error: unknown) => {
  const problem = error instanceof ConfigError ? invalidConfiguration(error) : error;
  if (problem instanceof StartupError) {
    console.error(problem.message);
    process.exitCode = problem.exitCode;
  } else {
    console.error(problem);
    process.exitCode = EX_SOFTWARE;
  }
});
