import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type LevelWithSilent, type Logger, multistream, pino, stdTimeFunctions } from 'pino';

export type { Logger } from 'pino';

/** Paths whose values never reach a log line, at the top level and one and two levels down. */
const SECRET_KEYS = [
  'authorization',
  'cookie',
  'password',
  'secret',
  'token',
  'signature',
  'jwtSecret',
  'rpcPassword',
  'databaseUrl',
  'apiKey',
  'psbt',
  'encryptionKey',
  'JWT_SECRET',
  'ENCRYPTION_KEY',
  'ENCRYPTION_KEYS_RETIRED',
  'RPC_PASSWORD',
  'DATABASE_URL',
];
export const REDACTED_PATHS = SECRET_KEYS.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]);

export interface LoggingOptions {
  readonly level: LevelWithSilent;
  /** Folder for `combined.log` and `error.log` beside standard output. */
  readonly directory?: string | undefined;
  /** Where lines go instead of standard output (tests). */
  readonly destination?: NodeJS.WritableStream;
}

/** Structured JSON logs; secrets are cut by key, wherever they turn up. */
export function createLogger({ level, directory, destination }: LoggingOptions): Logger {
  const streams: {
    level: LevelWithSilent;
    stream: NodeJS.WritableStream | ReturnType<typeof pino.destination>;
  }[] = [{ level, stream: destination ?? process.stdout }];
  if (directory) {
    mkdirSync(directory, { recursive: true });
    streams.push({ level, stream: pino.destination({ dest: join(directory, 'combined.log'), sync: false }) });
    streams.push({
      level: 'error',
      stream: pino.destination({ dest: join(directory, 'error.log'), sync: false }),
    });
  }
  return pino(
    {
      level,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: REDACTED_PATHS, censor: '[redacted]' },
    },
    multistream(streams as Parameters<typeof multistream>[0]),
  );
}

export const silentLogger: Logger = pino({ level: 'silent' });
