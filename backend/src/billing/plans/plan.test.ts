import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nextPlanStatus, PLAN_STATUSES, type PlanInput, type PlanStatus, planMoves } from './plan.ts';

const INPUTS: readonly PlanInput[] = ['activate', 'mint_settled', 'mint_left', 'archive'];

test('a draft becomes active only by its settled mint or its merchant, and only an active plan is archived', () => {
  expect(INPUTS.filter((input) => nextPlanStatus('draft', input))).toEqual(['activate', 'mint_settled']);
  expect(PLAN_STATUSES.filter((status) => nextPlanStatus(status, 'archive'))).toEqual(['active']);
});

test('a plan is active exactly when its mint is settled, until it is archived for good', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...INPUTS)), (inputs) => {
      let status: PlanStatus = 'draft';
      let settled = false;
      let archived = false;
      for (const input of inputs) {
        if (input === 'archive') archived ||= status === 'active';
        else if (input !== 'activate' || status === 'draft') settled = input !== 'mint_left';
        status = nextPlanStatus(status, input) ?? status;
        expect(status).toBe(archived ? 'archived' : settled ? 'active' : 'draft');
      }
    }),
  );
});

test('the moves of an input are those of the table', () => {
  expect(planMoves('mint_settled')).toEqual({ from: ['draft'], to: 'active' });
  expect(planMoves('mint_left')).toEqual({ from: ['active'], to: 'draft' });
});
