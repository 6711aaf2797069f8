import type { PersonScope } from '../../identity/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import type { Page } from '../../platform/graphql/index.ts';
import { fromTerms, type TermsRow, toTerms } from '../pricing/stored-terms.ts';
import type { Swap, SwapQuote, SwapQuoteStatus } from './swap-quote.ts';

export async function insertQuote(tx: Tx, { terms, ...quote }: SwapQuote): Promise<void> {
  await tx.swapQuote.create({ data: { ...quote, ...fromTerms(terms) } });
}

/** A person's own quote with its stored status, locked until the transaction ends. */
export async function lockOwnQuote(
  tx: Tx,
  { personId }: PersonScope,
  id: string,
): Promise<SwapQuote | undefined> {
  await tx.$executeRaw`
    SELECT 1 FROM swap_quotes WHERE id = ${id} AND person_id = ${personId} FOR NO KEY UPDATE`;
  const row = await tx.swapQuote.findUnique({ where: { id, personId } });
  if (!row) return undefined;
  const { createdAt, expiresAt } = row;
  return { id, personId, terms: toTerms(row), status: row.status as SwapQuoteStatus, createdAt, expiresAt };
}

export async function setQuoteUsed(tx: Tx, id: string): Promise<void> {
  await tx.swapQuote.update({ where: { id }, data: { status: 'used' } });
}

/** Forgets quotes that nobody accepted and that expired before, at most `limit`; returns how many there were. */
export function deleteUnusedQuotes(tx: Tx, before: Date, limit: number): Promise<number> {
  return tx.$executeRaw`
    DELETE FROM swap_quotes WHERE id IN (
      SELECT id FROM swap_quotes WHERE expires_at < ${before}::timestamptz AND status = 'open'
      ORDER BY expires_at LIMIT ${limit} FOR UPDATE SKIP LOCKED)`;
}

export async function insertSwap(
  tx: Tx,
  swap: Pick<Swap, 'id' | 'quoteId' | 'personId' | 'createdAt'> & { readonly postingId: string },
): Promise<void> {
  await tx.swap.create({ data: swap });
}

export async function findOwnSwap(tx: Tx, { personId }: PersonScope, id: string): Promise<Swap | undefined> {
  const row = await tx.swap.findUnique({ where: { id, personId }, include: { quote: true } });
  return row ? toSwap(row) : undefined;
}

/** A person's swaps, newest first. */
export async function listOwnSwaps(
  tx: Tx,
  { personId }: PersonScope,
  { beforeId, take }: Page,
): Promise<Swap[]> {
  const rows = await tx.swap.findMany({
    where: { personId, ...(beforeId ? { id: { lt: beforeId } } : {}) },
    orderBy: { id: 'desc' },
    include: { quote: true },
    take,
  });
  return rows.map(toSwap);
}

function toSwap({
  id,
  quoteId,
  personId,
  createdAt,
  quote,
}: Pick<Swap, 'id' | 'quoteId' | 'personId' | 'createdAt'> & { readonly quote: TermsRow }): Swap {
  return { id, quoteId, personId, createdAt, terms: toTerms(quote) };
}
