import { createCurrencies, openAccounts, postAlone } from '../../../../backend/src/ledger/index.ts';
import type { ManualClock } from '../../../../backend/src/platform/clock.ts';
import type { Database } from '../../../../backend/src/platform/database/index.ts';
import { newId } from '../../../../backend/src/platform/ids.ts';

const CHUNK = 5_000;
const CURRENCY = 'USDC';

/** So many people with savings of different sizes in them, and the wallets of as many others; answers with all ids. */
export async function createSavers(
  database: Database,
  clock: ManualClock,
  count: number,
): Promise<{ readonly world: string; readonly wallets: readonly string[] }> {
  const opening = { currencies: createCurrencies(), now: clock.now() };
  const open = (wanted: Parameters<typeof openAccounts>[2]) =>
    database.transaction((tx) => openAccounts(tx, opening, wanted));
  const [world] = await open([
    { owner: { kind: 'platform', id: 'bench' }, kind: 'world', currency: CURRENCY, floor: null },
  ]);
  const from = world?.id ?? '';
  const wallets: string[] = [];
  for (let done = 0; done < count; done += CHUNK) {
    const owners = Array.from({ length: CHUNK }, () => ({ kind: 'person', id: newId('person') }));
    const savings = await open(owners.map((owner) => ({ owner, kind: 'savings', currency: CURRENCY })));
    const others = await open(owners.map((owner) => ({ owner, kind: 'wallet', currency: CURRENCY })));
    wallets.push(...others.map(({ id }) => id));
    await postAlone(
      database,
      clock.now(),
      savings.map(({ id: to }, index) => ({
        key: `bench.save:${to}`,
        kind: 'savings.deposit',
        movements: [{ action: 'transfer', from, to, amount: 10n ** 9n + BigInt(index), currency: CURRENCY }],
      })),
    );
  }
  return { world: from, wallets };
}

/** The same number of credits with nothing to work out: one posting each, in batches as large. */
export async function creditAll(
  database: Database,
  now: Date,
  { world, wallets }: { readonly world: string; readonly wallets: readonly string[] },
  batch: number,
): Promise<void> {
  for (let done = 0; done < wallets.length; done += batch) {
    const postings = wallets.slice(done, done + batch).map((to) => ({
      key: `bench.credit:${now.toISOString()}:${to}`,
      kind: 'bench',
      movements: [{ action: 'transfer' as const, from: world, to, amount: 1n, currency: CURRENCY }],
    }));
    await postAlone(database, now, postings);
  }
}
