import type { Tx } from '../../platform/database/index.ts';
import { type NewEvent, recordEvents } from '../../platform/events/index.ts';
import type { Due } from '../clock/clock.repository.ts';
import type { DueWork } from '../clock/due-work.ts';
import { realNow } from '../clock/real-now.ts';
import { returnCredit } from '../credit/return-credit.ts';
import { invoiceEvents } from '../invoices/invoice-events.ts';
import type { AutoPaymentOutcome, BillingServices } from '../ports.ts';
import { endSubscriptions } from '../subscriptions/end-subscriptions.ts';
import {
  closeInvoices,
  type DueInvoice,
  type DunningProgress,
  listDueAutoPaid,
  takeDueInvoices,
  writeProgress,
} from './dunning.repository.ts';
import { readDunningPolicy } from './dunning-policy.ts';
import { type DunningTurn, dunningTurn, isOffer } from './dunning-schedule.ts';

const BATCH = 500;
const MINUTE_MS = 60_000;
/** A payment that is under way puts everything off for so long. */
const UNDER_WAY_MS = 60 * MINUTE_MS;
/** A rail that cannot be asked is asked again after so long, and counts as refusing a day later. */
const UNAVAILABLE_MS = 15 * MINUTE_MS;
const PATIENCE_MS = 24 * 60 * MINUTE_MS;

type Services = Pick<BillingServices, 'database' | 'clock' | 'logger' | 'autoPayment'>;
type Outcomes = Map<string, AutoPaymentOutcome | 'not_due'>;

/**
 * Takes the due steps of all open invoices: retries what may be paid without asking, reminds of the rest, and gives up
 * what was not paid however often. In batches that any number of workers may share, until none is left; a batch is one
 * database transaction, so a step is taken once whatever crashes. Costs what is due, not what there is. Answers with
 * how many invoices there were.
 */
export async function dunInvoices(
  services: Services,
  { signal, merchantId, batch: limit = BATCH }: DueWork = {},
): Promise<number> {
  const { database, clock } = services;
  const outcomes: Outcomes = new Map();
  let dunned = 0;
  for (;;) {
    const now = realNow(clock);
    const due = { now, limit, merchantId };
    const tried = await tryDuePayments(services, due, outcomes, signal);
    const taken = await database.transaction(async (tx) => {
      const invoices = await takeDueInvoices(tx, due, services.autoPayment ? [...outcomes.keys()] : null);
      await takeSteps(tx, now, invoices, outcomes);
      return invoices.length;
    });
    dunned += taken;
    if ((taken < limit && tried < limit) || signal?.aborted) return dunned;
  }
}

/** Tries once what is to be tried, outside of any transaction: paying again what is paid does nothing. */
async function tryDuePayments(
  { database, autoPayment, logger }: Services,
  due: Due,
  outcomes: Outcomes,
  signal: AbortSignal | undefined,
): Promise<number> {
  if (!autoPayment) return 0;
  const invoices = await listDueAutoPaid(database.client, due, [...outcomes.keys()]);
  for (const invoice of invoices) {
    if (signal?.aborted) break;
    const { merchantId, id: invoiceId, underWay } = invoice;
    const retry = !underWay && turnOf(invoice, due.now).retryAt !== null;
    const outcome = retry
      ? await autoPayment({ merchantId, invoiceId }).catch((error: unknown) => {
          logger.warn({ err: error, invoiceId }, 'an automatic payment could not be tried');
          return 'unavailable' as const;
        })
      : 'not_due';
    outcomes.set(invoiceId, outcome);
  }
  return invoices.length;
}

async function takeSteps(
  tx: Tx,
  now: Date,
  due: readonly DueInvoice[],
  outcomes: ReadonlyMap<string, AutoPaymentOutcome | 'not_due'>,
): Promise<void> {
  if (due.length === 0) return;
  const progress: DunningProgress[] = [];
  const news: NewEvent[] = [];
  const ending: DueInvoice[] = [];
  for (const invoice of due) {
    const { merchantId, id } = invoice;
    const turn = turnOf(invoice, now);
    const outcome = outcomes.get(id);
    const off = putOff(invoice, turn, outcome, now);
    if (off !== null) {
      progress.push({ merchantId, id, through: null, steps: 0, nextAt: off });
      continue;
    }
    progress.push({ merchantId, id, through: now, steps: turn.steps, nextAt: turn.nextAt });
    if (outcome === 'refused') news.push(...invoiceEvents(invoice, ['auto_payment_refused']));
    if (turn.remind !== null) {
      const verb = turn.remind > 0 ? 'overdue' : 'reminded';
      news.push(...invoiceEvents(invoice, [verb], { days: turn.remind }));
    }
    if (turn.end) ending.push(invoice);
  }
  await writeProgress(tx, progress);
  await recordEvents(tx, now, news);
  await giveUp(tx, now, ending);
}

function turnOf(invoice: DueInvoice, now: Date): DunningTurn {
  const { kind, openedAt, dueAt, dunningFrom, autoRail, dunnedThrough, policy } = invoice;
  const terms = { kind, openedAt: openedAt ?? dueAt, dueAt, dunningFrom, autoPaid: autoRail !== null };
  return dunningTurn(readDunningPolicy(policy), terms, dunnedThrough, now);
}

/** Until when an invoice is left alone, if it is. */
function putOff(
  { underWay }: DueInvoice,
  { retryAt, end }: DunningTurn,
  outcome: AutoPaymentOutcome | 'not_due' | undefined,
  now: Date,
): Date | null {
  if (underWay || outcome === 'paid') return new Date(now.getTime() + UNDER_WAY_MS);
  const away = outcome === 'unavailable' && !end && retryAt !== null;
  if (away && now.getTime() - retryAt.getTime() < PATIENCE_MS)
    return new Date(now.getTime() + UNAVAILABLE_MS);
  return null;
}

/** Ends the dunning of invoices: as their merchants want it for renewals, and with what was never begun for the rest. */
async function giveUp(tx: Tx, now: Date, ending: readonly DueInvoice[]): Promise<void> {
  const closing = ending.filter(
    ({ kind, policy }) => kind !== 'renewal' || readDunningPolicy(policy).end !== 'keep',
  );
  if (closing.length === 0) return;
  // What was never begun takes no credit either.
  for (const invoice of closing) {
    if (isOffer(invoice.kind) && invoice.paid === 0n) await returnCredit(tx, now, invoice);
  }
  const closed = await closeInvoices(
    tx,
    closing.map(({ merchantId, id, kind }) => ({ merchantId, id, voidable: isOffer(kind) })),
    now,
  );
  await recordEvents(
    tx,
    now,
    closed.flatMap((invoice) =>
      invoiceEvents(invoice, [invoice.status === 'void' ? 'voided' : 'uncollectible']),
    ),
  );
  const over = closing.flatMap(({ merchantId, subscriptionId, kind, subscriptionStatus, policy }) => {
    const begun = kind === 'renewal' || (kind === 'first' && subscriptionStatus === 'incomplete');
    if (subscriptionId === null || !begun) return [];
    const canceled = kind === 'renewal' && readDunningPolicy(policy).end === 'cancel';
    return [{ merchantId, subscriptionId, input: canceled ? ('cancel' as const) : ('expire' as const) }];
  });
  await endSubscriptions(tx, now, over);
}
