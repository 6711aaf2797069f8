import { operatorActor, recordAudit } from '../../compliance/index.ts';
import type { OperatorScope } from '../../identity/index.ts';
import { post } from '../../ledger/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { ForbiddenError, InvalidInputError, NotFoundError } from '../../platform/errors/index.ts';
import { once } from '../../platform/idempotency/index.ts';
import { isId } from '../../platform/ids.ts';
import { accountIds } from '../accounts/account-ids.ts';
import { platformAccount } from '../accounts/account-names.ts';
import type { WalletServices } from '../ports.ts';
import { FiatEntryStateError } from './express-buy.errors.ts';
import { lockBuy, setBuyStatus } from './express-buy.repository.ts';
import { nextBuyStatus } from './express-buy.ts';
import { lockEntry, setEntry } from './fiat-entry.repository.ts';
import { type FiatEntry, nextEntryStatus } from './fiat-entry.ts';
import { captureDue } from './hold-due.ts';
import { creditEntry } from './settle-credit.ts';
import { takeBack } from './settle-return.ts';

/**
 * - `credit`: unmatched money belongs to a purchase after all, and is credited as it came.
 * - `dismiss`: an unmatched line is settled elsewhere, such as by sending the money back.
 * - `take_back`: what is due is taken back now that the person has it.
 * - `write_off`: the treasury gets what is locked of what is due, and bears the rest.
 */
export type EntryResolution = 'credit' | 'dismiss' | 'take_back' | 'write_off';

export interface ResolveEntry {
  readonly entryId: string;
  readonly resolution: EntryResolution;
  /** For `credit`. */
  readonly expressBuyId?: string | null | undefined;
  /** Why, for the record. */
  readonly note: string;
  readonly idempotencyKey: string;
}

const MAX_NOTE = 300;

type Services = Pick<WalletServices, 'database' | 'clock' | 'config' | 'currencies'>;

/**
 * What an operator decides of a line that could not be settled by itself.
 * @throws InvalidInputError, NotFoundError, ForbiddenError for one's own purchase, FiatEntryStateError, ExpressBuyStateError, InsufficientFundsError,
 *   IdempotencyKeyReusedError
 */
export async function resolveEntry(
  services: Services,
  operator: OperatorScope,
  { entryId, resolution, expressBuyId = null, note: given, idempotencyKey: key }: ResolveEntry,
): Promise<void> {
  const { database, clock } = services;
  const note = given.trim();
  if (note === '' || note.length > MAX_NOTE || /\p{Cc}/u.test(note)) {
    throw new InvalidInputError('note', `one line of 1 to ${MAX_NOTE} characters`);
  }
  if (!isId('fiatEntry', entryId)) throw new InvalidInputError('entryId', 'an id of a line');
  if ((resolution === 'credit') !== (expressBuyId !== null)) {
    throw new InvalidInputError('expressBuyId', 'a purchase to credit, and none otherwise');
  }
  await database.transaction((tx) => {
    const now = clock.now();
    const input = { entryId, resolution, expressBuyId, note };
    const request = { ownerId: operator.personId, key, operation: 'fiat_entry.resolve', input };
    return once(tx, now, request, async () => {
      const entry = await lockEntry(tx, entryId);
      if (!entry) throw new NotFoundError('line', entryId);
      await refuseOwn(tx, operator, expressBuyId ?? entry.expressBuyId);
      const by = { resolvedBy: operator.personId, note };
      await resolve(tx, services, entry, { resolution, expressBuyId, by });
      await recordAudit(tx, now, {
        actor: operatorActor(operator),
        action: 'fiat_entry.resolved',
        subjectId: entryId,
        details: { resolution, expressBuyId, note },
      });
      return entryId;
    });
  });
}

/** Nobody decides about their own money. */
async function refuseOwn(tx: Tx, operator: OperatorScope, buyId: string | null): Promise<void> {
  const buy = buyId === null ? undefined : await lockBuy(tx, buyId);
  if (buy?.personId === operator.personId) throw new ForbiddenError();
}

async function resolve(
  tx: Tx,
  services: Services,
  entry: FiatEntry,
  {
    resolution,
    expressBuyId,
    by,
  }: {
    readonly resolution: EntryResolution;
    readonly expressBuyId: string | null;
    readonly by: Pick<FiatEntry, 'resolvedBy' | 'note'>;
  },
): Promise<void> {
  const updatedAt = services.clock.now();
  switch (resolution) {
    case 'credit': {
      if (entry.kind !== 'credit' || entry.status !== 'unmatched')
        throw new FiatEntryStateError(entry.status);
      const buy = await lockBuy(tx, expressBuyId ?? '');
      if (!buy) throw new NotFoundError('purchase', expressBuyId ?? '');
      // The time in which it would have been exchanged is over.
      return creditEntry(tx, services, { entry, buy, reason: 'late', resolution: by });
    }
    case 'dismiss': {
      const status = nextEntryStatus(entry, 'dismiss');
      if (status === undefined) throw new FiatEntryStateError(entry.status);
      return setEntry(tx, entry.id, { status, updatedAt, ...by });
    }
    case 'take_back': {
      if (entry.status !== 'return_due') throw new FiatEntryStateError(entry.status);
      return takeBack(tx, services, entry, { isShort: false, resolution: by });
    }
    case 'write_off': {
      const status = nextEntryStatus(entry, 'write_off');
      if (status === undefined) throw new FiatEntryStateError(entry.status);
      await setEntry(tx, entry.id, { status, updatedAt, ...by });
      return writeOff(tx, services, entry);
    }
  }
}

/** The bank has taken the money: what it holds for us is put right at the treasury's cost. */
async function writeOff(tx: Tx, services: Services, entry: FiatEntry) {
  const { id, currency, amount, expressBuyId } = entry;
  const now = services.clock.now();
  const [treasury, custody] = await accountIds(tx, services, [
    platformAccount('treasury', currency),
    platformAccount('custody', currency),
  ]);
  await post(tx, now, {
    key: `express_buy.write_off:${id}`,
    kind: 'express_buy.write_off',
    movements: [
      ...(await captureDue(tx, services, entry)),
      { action: 'transfer', from: treasury, to: custody, amount, currency },
    ],
    metadata: { subject: expressBuyId ?? id },
  });
  const buy = expressBuyId === null ? undefined : await lockBuy(tx, expressBuyId);
  const status = buy?.status === 'return_due' ? nextBuyStatus(buy.status, 'return') : undefined;
  if (buy && status !== undefined) await setBuyStatus(tx, buy.id, { status, updatedAt: now });
}
