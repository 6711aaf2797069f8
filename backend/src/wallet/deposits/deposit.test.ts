import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DEPOSIT_INPUTS, DEPOSIT_STATUSES, type DepositStatus, nextDepositStatus } from './deposit.ts';

test('whatever happens in whatever order, credited money is never called failed or expired', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...DEPOSIT_INPUTS), { maxLength: 30 }), (inputs) => {
      let status: DepositStatus = 'creating';
      let credited = false;
      for (const input of inputs) {
        const next = nextDepositStatus(status, input);
        if (next === undefined) continue;
        expect(DEPOSIT_STATUSES).toContain(next);
        if (input === 'paid' || input === 'paid_partly') credited = true;
        status = next;
        if (credited) expect(['partial', 'completed', 'refunded']).toContain(status);
      }
    }),
  );
});

test('no money is credited before there is an address, and none after a refund', () => {
  for (const input of ['paid', 'paid_partly'] as const) {
    expect(nextDepositStatus('creating', input)).toBeUndefined();
    expect(nextDepositStatus('refunded', input)).toBeUndefined();
  }
});

test('late money is credited', () => {
  expect(nextDepositStatus('expired', 'paid')).toBe('completed');
  expect(nextDepositStatus('failed', 'paid_partly')).toBe('partial');
});
