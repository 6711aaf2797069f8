/** Of sysexits.h, which process managers know. */
const EX_UNAVAILABLE = 69;
const EX_CONFIG = 78;

/** Why the process cannot start: one message that says what to do about it. */
export class StartupError extends Error {
  readonly exitCode: number;

  constructor(message: string, exitCode: number, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StartupError';
    this.exitCode = exitCode;
  }
}

export function invalidConfiguration(cause: Error): StartupError {
  return new StartupError(cause.message, EX_CONFIG, { cause });
}

export function databaseAway(databaseUrl: string, cause: unknown): StartupError {
  const { host, pathname } = new URL(databaseUrl);
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new StartupError(
    `The database ${pathname.slice(1)} at ${host} cannot be used: ${reason}. Check DATABASE_URL.`,
    EX_UNAVAILABLE,
    { cause },
  );
}

export function portTaken(host: string, port: number, cause: unknown): StartupError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  const why = code === 'EADDRINUSE' ? 'is already in use' : `cannot be used (${code ?? String(cause)})`;
  return new StartupError(
    `Port ${port} on ${host} ${why}. Stop what listens there, or set PORT or HOST to another.`,
    EX_UNAVAILABLE,
    { cause },
  );
}

export function wrongChain(configured: string, chain: string): StartupError {
  return new StartupError(
    `The Bitcoin node at RPC_URL is on the chain "${chain}", not on ${configured}. ` +
      'Nothing may be done with it: correct RPC_URL or BITCOIN_NETWORK.',
    EX_CONFIG,
  );
}
