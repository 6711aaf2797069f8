import type { Signer } from '../signing/sign.ts';
import type { DueDelivery } from './attempt.repository.ts';
import { type EndpointHealth, isProbed } from './delivery.ts';
import type { QueueKey } from './queue.repository.ts';

/** Requests at a time to one endpoint: how many to begin with, and how many it may come to while it answers well. */
const WINDOW_START = 2;
const WINDOW_LIMIT = 8;
/** Deliveries read ahead for one endpoint. */
const READ_AHEAD = 50;

/** While requests are under way, how often to look for more of one queue. */
const ASK_AGAIN_MS = 500;

/** A queue that this worker has taken, with what it has read of it. */
export interface HeldQueue extends QueueKey {
  health: EndpointHealth;
  /** The health that is in the database. */
  saved: EndpointHealth;
  /** Whether its answers end in disabling it, and whether that is done. */
  ending: 'no' | 'wanted' | 'done';
  /** Where to send; undefined until it is first read. */
  target: { readonly url: string; readonly signer: Signer } | undefined;
  waiting: DueDelivery[];
  /** Ids of the deliveries being sent, and whether that takes long. */
  readonly sending: Map<string, () => boolean>;
  window: number;
  /** When the database was last asked for more, in milliseconds of `performance.now`; since the last answer. */
  askedAt: number;
}

export function holdQueue(key: QueueKey, health: EndpointHealth): HeldQueue {
  const { merchantId, endpointId } = key;
  return {
    merchantId,
    endpointId,
    health,
    saved: health,
    ending: 'no',
    target: undefined,
    waiting: [],
    sending: new Map(),
    window: isProbed(health) ? 1 : WINDOW_START,
    askedAt: Number.NEGATIVE_INFINITY,
  };
}

/** How many to read when nothing is left to send. An endpoint that is probed gets one. */
export function readAhead({ health }: HeldQueue): number {
  return isProbed(health) ? 1 : READ_AHEAD;
}

/** Whether another request of this queue may start now. */
export function canSend({ waiting, sending, window, ending }: HeldQueue): boolean {
  return ending === 'no' && waiting.length > 0 && sending.size < window;
}

/** Whether the database has to be asked about it: there is something to write, to read or to let go. */
export function needsTurn(queue: HeldQueue, nowMs: number): boolean {
  const { health, saved, ending, waiting, sending, window, askedAt } = queue;
  if (health !== saved || ending === 'wanted') return true;
  if (waiting.length > 0) return false;
  return sending.size === 0 || (sending.size < window && nowMs - askedAt >= ASK_AGAIN_MS);
}

/** Whether it keeps others from nothing: all it does is wait for an endpoint that takes long. */
export function isStuck(queue: HeldQueue): boolean {
  const { sending } = queue;
  return sending.size > 0 && !canSend(queue) && [...sending.values()].every((isSlow) => isSlow());
}

/** Takes in how the endpoint fares: faster while it answers well, one at a time once it does not. */
export function adapt(queue: HeldQueue, health: EndpointHealth, taken: boolean): void {
  if (health.failures !== queue.health.failures) queue.health = health;
  queue.window = taken ? Math.min(queue.window + 1, WINDOW_LIMIT) : 1;
  queue.askedAt = Number.NEGATIVE_INFINITY;
  // What was read ahead stays in the database until the endpoint answers a probe.
  if (isProbed(health) || queue.ending !== 'no') queue.waiting = [];
}
