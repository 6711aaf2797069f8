import fc from 'fast-check';
import { expect, test } from 'vitest';
import { confirmationsOf } from './chain-transaction.ts';
import { type ChainState, type ChainTrigger, stateOf, statesBefore, TRANSITIONS } from './transitions.ts';

const TRIGGERS: readonly ChainTrigger[] = [
  'built',
  'broadcast',
  'connected',
  'buried',
  'disconnected',
  'failed',
];
const STATES = Object.keys(TRANSITIONS) as ChainState[];
const apply = (state: ChainState, trigger: ChainTrigger): ChainState => TRANSITIONS[state][trigger] ?? state;

test('whatever happens, a settled transaction is in a block, and one that left its block is not settled', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...TRIGGERS)), (triggers) => {
      let state: ChainState = 'pending';
      let inBlock = false;
      for (const trigger of triggers) {
        const before: ChainState = state;
        state = apply(state, trigger);
        if (state !== before || TRANSITIONS[before][trigger]) {
          if (trigger === 'connected') inBlock = true;
          if (trigger === 'disconnected') inBlock = false;
        }
        expect(STATES).toContain(state);
        expect(inBlock).toBe(state === 'confirmed' || state === 'settled');
      }
    }),
  );
});

test('a transaction in a block never fails; first its block has to leave the chain', () => {
  expect(statesBefore('failed')).toEqual(['pending']);
  expect(statesBefore('disconnected')).toEqual(['confirmed', 'settled']);
});

test('the chain has the last word: a block confirms whatever is not confirmed', () => {
  expect(statesBefore('connected')).toEqual(['pending', 'failed']);
});

test('settled is a confirmed transaction with a time of settlement', () => {
  expect(stateOf({ status: 'confirmed', settledAt: null })).toBe('confirmed');
  expect(stateOf({ status: 'confirmed', settledAt: new Date() })).toBe('settled');
  expect(stateOf({ status: 'failed', settledAt: null })).toBe('failed');
});

test('confirmations are a difference of heights', () => {
  expect(confirmationsOf({ blockHeight: null }, 100)).toBe(0);
  expect(confirmationsOf({ blockHeight: 100 }, 100)).toBe(1);
  expect(confirmationsOf({ blockHeight: 95 }, 100)).toBe(6);
  expect(confirmationsOf({ blockHeight: 101 }, 100)).toBe(0);
});
