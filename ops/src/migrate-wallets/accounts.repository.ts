import type { Tx } from '../../../backend/src/platform/database/index.ts';
import { newId } from '../../../backend/src/platform/ids.ts';
import { OWNER_KIND } from './keys.ts';

/** A legacy user's account. */
export interface WantedAccount {
  readonly userId: string;
  readonly kind: string;
  readonly currency: string;
}

/**
 * The ids of these users' accounts, in the order asked; those that are not open yet are opened, empty and with a
 * floor of zero. As the ledger's openAccounts, for thousands at once: two statements whatever their number.
 */
export async function openLegacyAccounts(
  tx: Tx,
  wanted: readonly WantedAccount[],
  now: Date,
): Promise<string[]> {
  const users = wanted.map(({ userId }) => userId);
  const kinds = wanted.map(({ kind }) => kind);
  const currencies = wanted.map(({ currency }) => currency);
  const ids = wanted.map(() => newId('account'));
  // A plan made while the table is small would not suit it later, and there are no statistics in between.
  await tx.$executeRaw`SELECT set_config('enable_seqscan', 'off', true), set_config('plan_cache_mode', 'force_custom_plan', true)`;
  // In the order of the unique key, as the ledger opens them, so that two who open the same cannot deadlock.
  await tx.$executeRaw`
    INSERT INTO ledger_accounts (id, owner_kind, owner_id, kind, currency, created_at, floor)
    SELECT w.id, ${OWNER_KIND}, w.owner_id, w.kind, w.currency, ${now}::timestamptz, 0
    FROM unnest(${ids}::text[], ${users}::text[], ${kinds}::text[], ${currencies}::text[])
      AS w (id, owner_id, kind, currency)
    ORDER BY w.owner_id COLLATE "C", w.kind COLLATE "C", w.currency COLLATE "C"
    ON CONFLICT (owner_kind, owner_id, kind, currency) DO NOTHING`;
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT a.id
    FROM unnest(${users}::text[], ${kinds}::text[], ${currencies}::text[]) WITH ORDINALITY
      AS w (owner_id, kind, currency, place)
    CROSS JOIN LATERAL (
      SELECT id FROM ledger_accounts
      WHERE owner_kind = ${OWNER_KIND} AND owner_id = w.owner_id AND kind = w.kind AND currency = w.currency
      LIMIT 1
    ) a ORDER BY w.place`;
  if (rows.length !== wanted.length)
    throw new Error(`${wanted.length - rows.length} accounts were not opened`);
  return rows.map(({ id }) => id);
}
