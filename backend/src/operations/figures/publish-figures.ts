import type { Metrics } from '../../platform/metrics/index.ts';
import type { Figures, Waiting } from './figures.ts';
import { SPELL_STATES, WITHDRAWAL_STATES } from './states.ts';

const ROLES = ['all', 'api', 'worker'] as const;
const ENDPOINT_STATES = ['enabled', 'disabled', 'failing'] as const;

/** Puts the figures into the gauges of the installation. Every value of a label is set, so none keeps an old number. */
export function publishFigures(metrics: Metrics, figures: Figures, now: Date): void {
  const age = (since: Date | null) => (since === null ? 0 : secondsBetween(since, now));
  metrics.figuresAge.set(age(figures.at));
  for (const role of ROLES) metrics.processes.set({ role }, figures.processes[role] ?? 0);
  if (figures.workerSeenAt) metrics.workerHeartbeatAge.set(age(figures.workerSeenAt));

  for (const { queue, due, deferred, active, dueSince, dead } of figures.queues ?? []) {
    metrics.queueJobs.set({ queue, state: 'due' }, due);
    metrics.queueJobs.set({ queue, state: 'deferred' }, deferred);
    metrics.queueJobs.set({ queue, state: 'active' }, active);
    metrics.queueOldest.set({ queue }, age(dueSince));
    metrics.deadJobs.set({ queue }, dead);
  }
  metrics.eventsWaiting.set(figures.events.count);
  metrics.eventsOldest.set(age(figures.events.since));

  if (figures.tip) {
    metrics.chainHeight.set({ of: 'follower' }, figures.tip.height);
    metrics.chainTipAge.set(age(figures.tip.time));
  }
  metrics.chainPending.set(figures.pendingTransactions.count);
  metrics.chainPendingOldest.set(age(figures.pendingTransactions.since));
  metrics.utxoReservations.set(figures.reservations);
  for (const state of SPELL_STATES) {
    const { count, since } = figures.spellJobs[state] ?? NOTHING;
    metrics.spellJobs.set({ state }, count);
    metrics.spellJobsOldest.set({ state }, age(since));
  }
  if (figures.ledgerCheck) {
    const { sound, startedAt, finishedAt } = figures.ledgerCheck;
    metrics.ledgerCheckPassed.set(sound ? 1 : 0);
    metrics.ledgerCheckAge.set(age(finishedAt));
    metrics.ledgerCheckDuration.set(secondsBetween(startedAt, finishedAt));
  }
  metrics.webhookDeliveries.set(figures.webhookDeliveries);
  metrics.webhookOldest.set(age(figures.webhooksDueSince));
  for (const status of ENDPOINT_STATES) {
    metrics.webhookEndpoints.set({ status }, figures.webhookEndpoints[status] ?? 0);
  }
  metrics.emailsQueued.set(figures.emails.count);
  metrics.emailsOldest.set(age(figures.emails.since));
  for (const status of WITHDRAWAL_STATES) {
    const { count, since } = figures.withdrawals[status] ?? NOTHING;
    metrics.withdrawals.set({ status }, count);
    metrics.withdrawalsOldest.set({ status }, age(since));
  }
  metrics.depositReviews.set(figures.depositReviews);
  metrics.providerNotices.set(figures.providerNotices);
}

const NOTHING: Waiting = { count: 0, since: null };

/** Clocks of several machines differ a little: nothing is younger than zero. */
export function secondsBetween(earlier: Date, later: Date): number {
  return Math.max(0, (later.getTime() - earlier.getTime()) / 1_000);
}
