import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  nextSpellJobState,
  SPELL_JOB_EVENTS,
  SPELL_JOB_STATES,
  type SpellJobEvent,
  type SpellJobState,
  stateAfter,
  statesBefore,
} from './spell-job.ts';

/** The states a job passes through when told these events; impossible ones leave it where it is. */
function run(events: readonly SpellJobEvent[]): { taken: SpellJobEvent[]; states: SpellJobState[] } {
  const taken: SpellJobEvent[] = [];
  const states: SpellJobState[] = ['queued'];
  for (const event of events) {
    const next = nextSpellJobState(states.at(-1) ?? 'queued', event);
    if (next === undefined) continue;
    taken.push(event);
    states.push(next);
  }
  return { taken, states };
}

const sequences = fc.array(fc.constantFrom(...SPELL_JOB_EVENTS), { maxLength: 40 });

test('no sequence of events leaves the known states or submits what was neither signed nor seen', () => {
  fc.assert(
    fc.property(sequences, (events) => {
      const { taken, states } = run(events);
      for (const state of states) expect(SPELL_JOB_STATES).toContain(state);
      if (states.includes('submitted')) {
        expect(taken.some((event) => event === 'signed' || event === 'seen')).toBe(true);
      }
      if (taken.includes('signed')) {
        expect(taken.indexOf('funded')).toBeLessThan(taken.indexOf('proved'));
        expect(taken.indexOf('proved')).toBeLessThan(taken.indexOf('signed'));
      }
    }),
  );
});

test('a submitted job neither lapses nor is called off', () => {
  fc.assert(
    fc.property(sequences, (events) => {
      const { taken, states } = run(events);
      states.forEach((state, index) => {
        if (state === 'submitted') expect(['seen', 'failed', undefined]).toContain(taken[index]);
      });
    }),
  );
});

test('what was given up comes back only because the chain says so', () => {
  fc.assert(
    fc.property(sequences, (events) => {
      const { taken, states } = run(events);
      states.forEach((state, index) => {
        if (state === 'failed' || state === 'expired') expect(['seen', undefined]).toContain(taken[index]);
      });
    }),
  );
});

test('every state but the last three can be given up, and every state is reached', () => {
  for (const state of ['queued', 'proving', 'awaiting_signature'] as const) {
    for (const event of ['failed', 'canceled', 'lapsed'] as const) {
      expect(statesBefore(event)).toContain(state);
    }
  }
  const reached = SPELL_JOB_EVENTS.flatMap((event) =>
    statesBefore(event).map((state) => nextSpellJobState(state, event)),
  );
  expect(new Set(['queued', ...reached])).toEqual(new Set(SPELL_JOB_STATES));
});

test('an event leads to one state, whatever it starts from, so that many jobs take it in one statement', () => {
  for (const event of SPELL_JOB_EVENTS) {
    const targets = statesBefore(event).map((state) => nextSpellJobState(state, event));
    expect(new Set(targets)).toEqual(new Set([stateAfter(event)]));
  }
});
