import { expect, test } from 'vitest';
import { SPELL_JOB_STATES, type SpellJobState } from '../jobs/spell-job.ts';
import { transactionStep } from './transaction-step.ts';

const settledAt = new Date();
const jobs: (SpellJobState | null)[] = [...SPELL_JOB_STATES, null];

test('while nothing is sent the job says where it stands', () => {
  const pending = { status: 'pending', settledAt: null } as const;
  expect(jobs.map((job) => transactionStep(pending, job))).toEqual([
    'QUEUED',
    'PROVING',
    'AWAITING_SIGNATURE',
    'AWAITING_COSIGNATURE',
    'BROADCAST',
    'FAILED',
    'EXPIRED',
    'BROADCAST',
  ]);
});

test('once it is in a block the chain says it, whatever the job', () => {
  for (const job of jobs) {
    expect(transactionStep({ status: 'confirmed', settledAt: null }, job)).toBe('CONFIRMING');
    expect(transactionStep({ status: 'confirmed', settledAt }, job)).toBe('SETTLED');
  }
});

test('what failed has failed, or expired when nobody signed it', () => {
  const failed = { status: 'failed', settledAt: null } as const;
  for (const job of jobs) expect(transactionStep(failed, job)).toBe(job === 'expired' ? 'EXPIRED' : 'FAILED');
});
