import type { InvoiceKind } from '../invoices/invoice.ts';
import type { DunningPolicy } from './dunning-policy.ts';

/** What the steps of an open invoice follow from. */
export interface DunningTerms {
  readonly kind: InvoiceKind;
  readonly openedAt: Date;
  readonly dueAt: Date;
  /** When it was open again after its payment had been taken back; its times count from there. */
  readonly dunningFrom: Date | null;
  /** Whether the subscriber has allowed a rail to be paid by without asking. */
  readonly autoPaid: boolean;
}

/** `remind` and `retry` carry the days since it was due. */
export type DunningStep = { readonly at: Date } & (
  | { readonly kind: 'remind' | 'retry'; readonly days: number }
  | { readonly kind: 'end' }
);

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Invoices whose payment begins or changes something, which simply does not happen when they are not paid. */
const OFFERS: readonly InvoiceKind[] = ['first', 'prepaid', 'change'];

/** Whether an unpaid invoice of this kind is void in the end, instead of having been owed. */
export function isOffer(kind: InvoiceKind): boolean {
  return OFFERS.includes(kind);
}

/**
 * All steps of an invoice in the order of their time, the end last. It was told of when it was opened, so there is no
 * reminder until after that; retries that would have been before are made at once. Nobody is reminded of periods that
 * they began to buy by themselves.
 */
export function dunningSteps(policy: DunningPolicy, terms: DunningTerms): DunningStep[] {
  const { kind, dunningFrom, autoPaid } = terms;
  const opened = Math.max(terms.openedAt.getTime(), dunningFrom?.getTime() ?? 0);
  const due = Math.max(terms.dueAt.getTime(), dunningFrom?.getTime() ?? 0);
  const end = isOffer(kind) ? opened + policy.unpaidFirstHours * HOUR_MS : due + policy.endDays * DAY_MS;
  const reminders = kind === 'prepaid' ? [] : policy.reminderDays;
  const retries = autoPaid && kind !== 'prepaid' ? policy.retryDays : [];
  const steps: DunningStep[] = [
    ...reminders
      .map((days) => ({ kind: 'remind' as const, days, at: new Date(due + days * DAY_MS) }))
      .filter(({ at }) => at.getTime() > opened),
    ...retries.map((days) => ({
      kind: 'retry' as const,
      days,
      at: new Date(Math.max(opened, due + days * DAY_MS)),
    })),
  ];
  return [
    ...steps.filter(({ at }) => at.getTime() < end).sort((a, b) => a.at.getTime() - b.at.getTime()),
    { kind: 'end', at: new Date(end) },
  ];
}

/** What is to be done about an invoice at an instant. */
export interface DunningTurn {
  /** Days since it was due, of the newest reminder that is owed: a worker that was away sends one, not all. */
  readonly remind: number | null;
  /** When the newest retry was to be made. */
  readonly retryAt: Date | null;
  readonly end: boolean;
  /** How many steps this turn takes. */
  readonly steps: number;
  /** When the next step is due; null when there is none. */
  readonly nextAt: Date | null;
}

/** The steps after `through` (all, where none has been taken) up to now, as one turn. */
export function dunningTurn(
  policy: DunningPolicy,
  terms: DunningTerms,
  through: Date | null,
  now: Date,
): DunningTurn {
  const steps = dunningSteps(policy, terms);
  const due = steps.filter(({ at }) => at <= now && (through === null || at > through));
  const end = due.some(({ kind }) => kind === 'end');
  const remind = due.findLast((step) => step.kind === 'remind');
  return {
    remind: !end && remind?.kind === 'remind' ? remind.days : null,
    retryAt: due.findLast(({ kind }) => kind === 'retry')?.at ?? null,
    end,
    steps: due.length,
    nextAt: steps.find(({ at }) => at > now)?.at ?? null,
  };
}

/** When the first step of an invoice that is being opened is due. */
export function firstDunningAt(policy: DunningPolicy, terms: DunningTerms): Date | null {
  return dunningSteps(policy, terms)[0]?.at ?? null;
}
