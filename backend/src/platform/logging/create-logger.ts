import { type LevelWithSilent, type Logger, multistream, pino, stdTimeFunctions } from 'pino';
import { logContext } from './log-context.ts';
import type { LogFiles } from './log-files.ts';
import { scrubText } from './scrub-text.ts';

/** Keys whose values never reach a log line, at the top level and one and two levels down. */
const SECRET_KEYS = [
  'authorization',
  'cookie',
  'set-cookie',
  'x-api-key',
  'password',
  'secret',
  'token',
  'signature',
  'signatures',
  'jwtSecret',
  'rpcPassword',
  'databaseUrl',
  'apiKey',
  'psbt',
  'signedTx',
  'email',
  'recipient',
  'encryptionKey',
  'JWT_SECRET',
  'JWT_SECRETS_RETIRED',
  'ENCRYPTION_KEY',
  'ENCRYPTION_KEYS_RETIRED',
  'RPC_PASSWORD',
  'DATABASE_URL',
  'METRICS_TOKEN',
  'SENTRY_DSN',
];
/** As a path of pino's: a name that is no identifier goes into brackets. */
const place = (key: string) => (/^\w+$/.test(key) ? `.${key}` : `["${key}"]`);
export const REDACTED_PATHS = SECRET_KEYS.flatMap((key) =>
  ['', '*', '*.*'].map((above) => `${above}${place(key)}`.replace(/^\./, '')),
);

export interface LoggingOptions {
  readonly level: LevelWithSilent;
  /** `combined.log` and `error.log`, beside standard output. */
  readonly files?: LogFiles | undefined;
  /** Where lines go instead of standard output (tests). */
  readonly destination?: NodeJS.WritableStream;
}

/**
 * Structured JSON logs. Every line carries the request or job that it belongs to; secrets are cut by key, and by their
 * looks wherever they turn up.
 */
export function createLogger({ level, files, destination }: LoggingOptions): Logger {
  const streams = [
    { level, stream: destination ?? standardOutput() },
    ...(files
      ? [
          { level, stream: files.combined },
          { level: 'error' as const, stream: files.error },
        ]
      : []),
  ];
  return pino(
    {
      level,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      // A copy: pino adds the fields of the line to what it is given.
      mixin: () => ({ ...logContext() }),
      redact: { paths: REDACTED_PATHS, censor: '[redacted]' },
      hooks: { streamWrite: scrubText },
    },
    multistream(streams as Parameters<typeof multistream>[0]),
  );
}

/** Lines leave together, a tenth of a second late at most: a write for each takes longer than many a request. */
function standardOutput() {
  const stream = pino.destination({ dest: 1, sync: false, minLength: 8_192, periodicFlush: 100 });
  process.once('exit', () => stream.flushSync());
  return stream;
}

export const silentLogger: Logger = pino({ level: 'silent' });
