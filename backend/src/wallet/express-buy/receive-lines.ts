import type { WalletServices } from '../ports.ts';
import { findByLines, findCursor, insertLines, moveCursor } from './fiat-entry.repository.ts';
import type { FiatEntry } from './fiat-entry.ts';
import type { FiatLine, FiatRail, NotificationHeaders } from './ports.ts';
import { settleEntries } from './settle-entries.ts';

type Services = Pick<WalletServices, 'database' | 'clock' | 'config' | 'currencies' | 'logger' | 'fiatRails'>;

/**
 * Takes what a rail notifies of, once however often it is told. False when it does not come from the rail, or when
 * there is no such rail.
 */
export async function receiveFiatNotification(
  services: Services,
  railName: string,
  { rawBody, headers }: { readonly rawBody: Uint8Array; readonly headers: NotificationHeaders },
): Promise<boolean> {
  const rail = services.fiatRails?.find(({ name }) => name === railName);
  const lines = rail?.readNotification(rawBody, headers);
  if (!rail || lines === undefined) return false;
  const entries = await keepLines(services, rail, lines);
  await settleEntries(services, pendingOf(entries));
  return true;
}

/** Reads the statements of all rails from where it was left, so that what no notification told of is found too. */
export async function readStatements(services: Services, signal?: AbortSignal): Promise<void> {
  for (const rail of services.fiatRails ?? []) {
    if (signal?.aborted) return;
    await readStatement(services, rail, signal).catch((error: unknown) =>
      services.logger.warn({ err: error, rail: rail.name }, 'a statement cannot be read'),
    );
  }
}

const MAX_PAGES = 100;

async function readStatement(services: Services, rail: FiatRail, signal?: AbortSignal): Promise<void> {
  const { database } = services;
  for (let pages = 0; pages < MAX_PAGES && !signal?.aborted; pages++) {
    const from = await findCursor(database.client, rail.name);
    const { lines, next, hasMore } = await rail.statement(from);
    const entries = await keepLines(services, rail, lines, { from, to: next });
    await settleEntries(services, pendingOf(entries));
    if (!hasMore || next === from) return;
  }
}

/** Lines and cursor are kept together, so that none is passed over. */
async function keepLines(
  { database, clock, logger }: Services,
  rail: FiatRail,
  lines: readonly FiatLine[],
  cursor?: { readonly from: string | null; readonly to: string },
): Promise<FiatEntry[]> {
  const entries = await database.transaction(async (tx) => {
    const now = clock.now();
    await insertLines(tx, rail.name, lines, now);
    if (cursor) await moveCursor(tx, rail.name, { ...cursor, now });
    const ids = lines.map(({ externalId }) => externalId);
    return findByLines(tx, rail.name, ids);
  });
  const known = new Map(entries.map((entry) => [entry.externalId, entry]));
  for (const line of lines) {
    const entry = known.get(line.externalId);
    if (entry && !isSame(entry, line)) {
      logger.error({ rail: rail.name, line: line.externalId }, 'a line of a statement has changed');
    }
  }
  return entries;
}

function isSame(entry: FiatEntry, line: FiatLine): boolean {
  return (['kind', 'returnsId', 'reference', 'currency', 'amount'] as const).every(
    (field) => entry[field] === line[field],
  );
}

function pendingOf(entries: readonly FiatEntry[]): string[] {
  return entries.filter(({ status }) => status === 'pending').map(({ id }) => id);
}
