import { expect, test } from 'vitest';
import { EventQueue, type LiveNews } from '../events/event-queue.ts';
import type { LiveEvent, LiveEvents } from '../events/index.ts';
import { subscribeToEvents } from './subscribe-to-events.ts';

/** Live events whose news the test pushes itself. */
function fakeLiveEvents() {
  const queue = new EventQueue();
  const state = { listening: false };
  const liveEvents: LiveEvents = {
    subscribe(_, signal) {
      state.listening = true;
      signal.addEventListener('abort', () => {
        state.listening = false;
        queue.end();
      });
      return queue.drain();
    },
    start: async () => undefined,
    stop: async () => undefined,
  };
  return { liveEvents, state, push: (news: LiveNews) => queue.push(news) };
}

const event = (subjectId: string): LiveEvent => ({
  id: '1',
  type: 'thing.updated',
  subjectId,
  merchantId: null,
  personId: null,
});

const settings = (live: ReturnType<typeof fakeLiveEvents>) => ({
  liveEvents: live.liveEvents,
  matches: () => true,
  initial: async () => ['now'],
  read: async ({ subjectId }: LiveEvent) => (subjectId === 'gone' ? undefined : subjectId),
});

test('the present state comes first, then news that came while it was read', async () => {
  const live = fakeLiveEvents();
  const stream = subscribeToEvents({
    ...settings(live),
    initial: async () => {
      live.push(event('meanwhile'));
      return ['now'];
    },
  });
  expect(live.state.listening).toBe(true);
  expect(await stream.next()).toEqual({ value: 'now', done: false });
  expect(await stream.next()).toEqual({ value: 'meanwhile', done: false });
});

test('an event with nothing to tell is passed over', async () => {
  const live = fakeLiveEvents();
  const stream = subscribeToEvents(settings(live));
  live.push(event('gone'));
  live.push(event('next'));
  expect((await stream.next()).value).toBe('now');
  expect((await stream.next()).value).toBe('next');
});

test('after a gap the present state is told again', async () => {
  const live = fakeLiveEvents();
  const stream = subscribeToEvents(settings(live));
  expect((await stream.next()).value).toBe('now');
  live.push(event('lost in the gap'));
  live.push('gap');
  expect((await stream.next()).value).toBe('now');
});

test('leaving ends the listening at once, also while nothing happens', async () => {
  const live = fakeLiveEvents();
  const stream = subscribeToEvents(settings(live));
  await stream.next();
  const waiting = stream.next();
  await stream.return?.();
  expect(await waiting).toEqual({ value: undefined, done: true });
  expect(live.state.listening).toBe(false);
});

test('a failure to read the state ends the listening and reaches the subscriber', async () => {
  const live = fakeLiveEvents();
  const failing = async () => {
    throw new Error('no');
  };
  await expect(subscribeToEvents({ ...settings(live), initial: failing }).next()).rejects.toThrow('no');
  expect(live.state.listening).toBe(false);
});

test('waiting events about the same thing are told once', async () => {
  const live = fakeLiveEvents();
  const stream = subscribeToEvents(settings(live));
  for (const subject of ['a', 'a', 'b', 'a']) live.push(event(subject));
  await stream.next();
  expect((await stream.next()).value).toBe('a');
  expect((await stream.next()).value).toBe('b');
  live.push(event('c'));
  expect((await stream.next()).value).toBe('c');
});
