import { setTimeout as pause } from 'node:timers/promises';
import type { Database } from '../../platform/database/index.ts';
import { recordEvents } from '../../platform/events/index.ts';
import { dunInvoices } from '../dunning/dun-invoices.ts';
import type { BillingServices } from '../ports.ts';
import { invoiceRenewals } from '../renewals/invoice-renewals.ts';
import { lapseSubscriptions } from '../subscriptions/lapse-subscriptions.ts';
import {
  findTestClock,
  listMovingClocks,
  lockTestClock,
  type NextDue,
  readNextDue,
  writeTestClock,
} from './clock.repository.ts';
import { withMoverLock } from './mover-lock.ts';
import { nextStop, testClockEvents } from './test-clock.ts';

type Services = Pick<BillingServices, 'database' | 'clock' | 'logger' | 'autoPayment'>;

/** How often those who watch are told how far a clock has come. */
const NEWS_MS = 500;
/** Before what another holds is looked at again. */
const HELD_MS = 20;

/** Moves the clocks that have a target, or this merchant's, to where they are to be. Answers with how many stops it took. */
export async function advanceTestClocks(
  services: Services,
  { merchantId, signal }: { readonly merchantId?: string | undefined; readonly signal?: AbortSignal } = {},
): Promise<number> {
  const moving = merchantId === undefined ? await listMovingClocks(services.database.client) : [merchantId];
  let stops = 0;
  for (const each of moving) {
    if (signal?.aborted) break;
    await withMoverLock(services.database, each, async () => {
      stops += await advance(services, each, signal);
    });
  }
  return stops;
}

/**
 * Moves a clock from stop to stop. Where it stands is written before what is due there is done, and it leaves only when
 * nothing is left: whoever goes on after a crash does the rest at the same time.
 */
async function advance(services: Services, merchantId: string, signal?: AbortSignal): Promise<number> {
  const { database, clock } = services;
  let told = performance.now();
  for (let stops = 0; ; stops++) {
    const present = await findTestClock(database.client, merchantId);
    if (!present?.target || signal?.aborted) return stops;
    const stop = nextStop(await readNextDue(database.client, merchantId), present.at, present.target);
    if (!stop) {
      if (await arrive(database, clock.now(), merchantId, present.target)) return stops;
      continue;
    }
    if (stop.at > present.at) {
      const tell = performance.now() - told > NEWS_MS;
      if (tell) told = performance.now();
      await moveTo(database, merchantId, stop.at, tell ? clock.now() : null);
    }
    let done = 0;
    for (const kind of stop.kinds) done += await DO[kind](at(services, stop.at), merchantId, signal);
    if (done === 0) await pause(HELD_MS);
  }
}

const DO: Readonly<
  Record<keyof NextDue, (services: Services, merchantId: string, signal?: AbortSignal) => Promise<number>>
> = {
  renewal: (services, merchantId, signal) => invoiceRenewals(services, { merchantId, signal }),
  lapse: (services, merchantId, signal) => lapseSubscriptions(services, { merchantId, signal }),
  dunning: (services, merchantId, signal) => dunInvoices(services, { merchantId, signal }),
};

function at<S extends Services>(services: S, now: Date): S {
  return { ...services, clock: { now: () => now } };
}

async function moveTo(
  database: Database,
  merchantId: string,
  instant: Date,
  tellAt: Date | null,
): Promise<void> {
  await database.transaction(async (tx) => {
    // Waits for whoever holds the clock, and takes a target that was put further off.
    const locked = await lockTestClock(tx, merchantId);
    if (!locked?.target) return;
    await writeTestClock(tx, { merchantId, at: instant, target: locked.target });
    if (tellAt) await recordEvents(tx, tellAt, testClockEvents(merchantId));
  });
}

/** Ends the way at the target, unless that was put further off meanwhile. */
async function arrive(database: Database, now: Date, merchantId: string, target: Date): Promise<boolean> {
  return database.transaction(async (tx) => {
    const locked = await lockTestClock(tx, merchantId);
    if (locked?.target?.getTime() !== target.getTime()) return false;
    await writeTestClock(tx, { merchantId, at: target, target: null });
    await recordEvents(tx, now, testClockEvents(merchantId));
    return true;
  });
}
