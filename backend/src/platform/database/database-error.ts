import { Prisma } from './generated/client.ts';

/** What PostgreSQL said, whichever way the statement went to it. */
export interface DatabaseError {
  /** SQLSTATE, five characters. */
  readonly code: string;
  readonly message: string;
  /** Name of the index or constraint that was violated, where there is one. */
  readonly constraint: string | undefined;
}

interface AdapterCause {
  readonly originalCode?: unknown;
  readonly originalMessage?: unknown;
  readonly constraint?: { readonly index?: unknown };
}

/** PostgreSQL's own error in one thrown by Prisma's raw queries or by the pool; undefined for any other. */
export function databaseErrorOf(error: unknown): DatabaseError | undefined {
  if (error instanceof Prisma.PrismaClientKnownRequestError) {
    const { cause } = (error.meta?.driverAdapterError ?? {}) as { readonly cause?: AdapterCause };
    return toDatabaseError(cause?.originalCode, cause?.originalMessage, cause?.constraint?.index);
  }
  if (!(error instanceof Error && 'severity' in error && 'code' in error)) return undefined;
  return toDatabaseError(error.code, error.message, 'constraint' in error ? error.constraint : undefined);
}

function toDatabaseError(code: unknown, message: unknown, constraint: unknown): DatabaseError | undefined {
  if (typeof code !== 'string' || typeof message !== 'string') return undefined;
  return { code, message, constraint: typeof constraint === 'string' ? constraint : undefined };
}

const PRISMA_CONFLICT = 'P2034';
const CONFLICTS: readonly unknown[] = ['40001', '40P01'];

/** Whether PostgreSQL asks for the transaction again: serialisation failure (40001) or deadlock (40P01). */
export function isConflict(error: unknown): boolean {
  // Prisma's own statements say P2034, raw ones what PostgreSQL said.
  if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === PRISMA_CONFLICT) return true;
  return CONFLICTS.includes(databaseErrorOf(error)?.code);
}
