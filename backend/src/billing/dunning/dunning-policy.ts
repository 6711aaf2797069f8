import { z } from 'zod';
import { InvalidInputError } from '../../platform/errors/index.ts';

/** What becomes of a subscription whose renewal was not paid however often it was asked for. */
export const DUNNING_ENDS = ['expire', 'cancel', 'keep'] as const;
export type DunningEnd = (typeof DUNNING_ENDS)[number];

const MAX_STEPS = 12;
const MAX_DAYS = 90;

const days = z
  .array(z.int().min(-MAX_DAYS).max(MAX_DAYS))
  .max(MAX_STEPS)
  .transform((list) => [...new Set(list)].sort((a, b) => a - b));

const schema = z.strictObject({
  reminderDays: days,
  retryDays: days,
  endDays: z.int().min(0).max(MAX_DAYS),
  end: z.enum(DUNNING_ENDS),
  unpaidFirstHours: z
    .int()
    .min(1)
    .max(MAX_DAYS * 24),
});

/** How a merchant asks for what is owed. Days count from when an invoice is due; negative ones are before. */
export interface DunningPolicy {
  /** When its customer is reminded of it. */
  readonly reminderDays: readonly number[];
  /** When it is tried to be paid by what the subscriber has allowed, if they have. */
  readonly retryDays: readonly number[];
  /** When it is given up, and its subscription ends. */
  readonly endDays: number;
  readonly end: DunningEnd;
  /** How long an invoice waits whose payment is to begin or change something, before it is void. */
  readonly unpaidFirstHours: number;
}

/** Of merchants who have not said otherwise. The first retry is a day early: what is paid then leaves no gap. */
export const DEFAULT_DUNNING: DunningPolicy = {
  reminderDays: [-3, 0, 1, 3, 7],
  retryDays: [-1, 0, 1, 3, 7],
  endDays: 14,
  end: 'expire',
  unpaidFirstHours: 168,
};

/** A policy as it is stored. @throws InvalidInputError naming the first field that cannot be */
export function checkDunningPolicy(input: unknown): DunningPolicy {
  const checked = schema.safeParse(input);
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  throw new InvalidInputError(issue?.path.join('.') || 'dunning', issue?.message ?? 'a dunning policy');
}

/** What is stored, or the default where nothing is. */
export function readDunningPolicy(stored: unknown): DunningPolicy {
  return stored === null || stored === undefined ? DEFAULT_DUNNING : schema.parse(stored);
}
