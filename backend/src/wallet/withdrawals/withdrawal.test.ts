import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  approvalsNeeded,
  nextWithdrawalStatus,
  WITHDRAWAL_INPUTS,
  WITHDRAWAL_STATUSES,
  type WithdrawalStatus,
  withdrawalFee,
} from './withdrawal.ts';

const ENDS: readonly WithdrawalStatus[] = ['completed', 'failed', 'canceled', 'rejected'];

test('in whatever order things happen, nothing is sent unapproved, and an end is an end', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...WITHDRAWAL_INPUTS), { maxLength: 40 }), (inputs) => {
      let status: WithdrawalStatus = 'requested';
      let approved = false;
      let sendings = 0;
      for (const input of inputs) {
        const next = nextWithdrawalStatus(status, input);
        if (next === undefined) continue;
        expect(WITHDRAWAL_STATUSES).toContain(next);
        expect(ENDS).not.toContain(status);
        if (input === 'approve') approved = true;
        if (input === 'send') {
          expect(status).toBe('approved');
          sendings++;
        }
        status = next;
        if (['approved', 'sending', 'unknown', 'sent', 'completed'].includes(status))
          expect(approved).toBe(true);
        if (status === 'completed') expect(sendings).toBeGreaterThan(0);
      }
    }),
  );
});

test('what the provider may have sent is neither canceled nor rejected', () => {
  for (const status of ['sending', 'unknown', 'sent'] as const) {
    expect(nextWithdrawalStatus(status, 'cancel')).toBeUndefined();
    expect(nextWithdrawalStatus(status, 'reject')).toBeUndefined();
  }
  expect(nextWithdrawalStatus('approved', 'cancel')).toBeUndefined();
});

test('a fee is a fixed part and a share, rounded up', () => {
  const terms = { WALLET_WITHDRAWAL_FEE_BPS: 25, WALLET_WITHDRAWAL_FEES: { BTC: 1_000n } };
  expect(withdrawalFee(terms, 'BTC', 100_001n)).toBe(1_251n);
  expect(withdrawalFee(terms, 'USDC', 400n)).toBe(1n);
  expect(withdrawalFee(terms, 'constructor', 400n)).toBe(1n);
});

test('two approve what is above the bound, one everything else', () => {
  const terms = { WALLET_FOUR_EYES: { BTC: 10_000_000n } };
  expect(approvalsNeeded(terms, 'BTC', 10_000_000n)).toBe(1);
  expect(approvalsNeeded(terms, 'BTC', 10_000_001n)).toBe(2);
  expect(approvalsNeeded(terms, 'USDC', 10n ** 30n)).toBe(1);
});
