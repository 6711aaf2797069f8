import { randomUUID } from 'node:crypto';
import type { WebhookServices } from '../ports.ts';
import { secretContext } from '../signing/secret.ts';
import { createSigner, type Signer } from '../signing/sign.ts';
import {
  type AttemptRecord,
  type DueDelivery,
  readDueDeliveries,
  recordAttempts,
} from './attempt.repository.ts';
import { attempt } from './attempt.ts';
import { healthAfter, healthUnsendable, isHopeless, isTaken } from './delivery.ts';
import { disableHopeless } from './disable-hopeless.ts';
import { adapt, canSend, type HeldQueue, holdQueue, isStuck, needsTurn, readAhead } from './held-queue.ts';
import { createLanes } from './lanes.ts';
import {
  lockHeldQueues,
  readTargets,
  releaseQueues,
  renewLeases,
  setHealth,
  type Target,
  takeQueues,
} from './queue.repository.ts';

export type WorkerServices = Pick<
  WebhookServices,
  'database' | 'clock' | 'logger' | 'encryption' | 'webhookSender'
> &
  Partial<Pick<WebhookServices, 'metrics'>>;

export interface WorkerOptions {
  /** Queues at work at a time, those not counted that only wait for endpoints which take long. */
  readonly queues?: number;
  /** Requests at a time that have been under way for less than a second. */
  readonly fast?: number;
  /** Requests at a time in all. */
  readonly total?: number;
  readonly leaseMs?: number;
  readonly slowAfterMs?: number;
  /** Told when there is something to do for `turn`. */
  readonly onNews?: () => void;
}

/** What an attempt is counted as, by what its delivery is then. */
const OUTCOMES = { succeeded: 'succeeded', pending: 'retried', failed: 'given_up' } as const;
const QUEUES = 128;
const FAST = 128;
const TOTAL = 1_000;
/** Well over the longest attempt. */
const LEASE_MS = 60_000;
const SLOW_AFTER_MS = 1_000;

/**
 * Sends deliveries from the queues that this worker holds. Sending goes on by itself; `turn` is everything between
 * that and the database, in one transaction for all queues together: what was answered is written, queues that
 * ran empty are filled again or let go, and new ones are taken.
 *
 * Nothing is lost with a worker: a delivery is pending until its answer is written, and the queues of a worker
 * that is gone are due again when their leases end. What was sent and not yet written is then sent again.
 */
export class DeliveryWorker {
  readonly #services: WorkerServices;
  readonly #leaseId = randomUUID();
  readonly #leaseMs: number;
  readonly #limits: { readonly queues: number; readonly total: number };
  readonly #onNews: () => void;
  readonly #held = new Map<string, HeldQueue>();
  /** Queues with something to send, in the order of their turns: each sends one, then goes to the end. */
  readonly #ready = new Set<HeldQueue>();
  readonly #lanes: ReturnType<typeof createLanes>;
  readonly #stopping = new AbortController();
  /** Answers that are not written yet. */
  #answered: { readonly queue: HeldQueue; readonly record: AttemptRecord }[] = [];
  #renewAt = 0;
  #taking = true;

  constructor(services: WorkerServices, options: WorkerOptions = {}) {
    const { queues = QUEUES, fast = FAST, total = TOTAL } = options;
    const { leaseMs = LEASE_MS, slowAfterMs = SLOW_AFTER_MS, onNews = () => undefined } = options;
    this.#services = services;
    this.#leaseMs = leaseMs;
    this.#limits = { queues, total };
    this.#onNews = onNews;
    this.#lanes = createLanes({
      fast,
      total,
      slowAfterMs,
      onOpen: () => {
        this.#pump();
        onNews();
      },
    });
  }

  /** Requests under way. */
  get sending(): number {
    let sending = 0;
    for (const queue of this.#held.values()) sending += queue.sending.size;
    return sending;
  }

  /** Queues held. */
  get held(): number {
    return this.#held.size;
  }

  /** Takes no more queues, and nothing more from those that it has. */
  quiesce(): void {
    this.#taking = false;
    this.#ready.clear();
    for (const queue of this.#held.values()) queue.waiting = [];
  }

  /** Breaks off what is under way; its deliveries stay pending. */
  abort(): void {
    this.#stopping.abort();
  }

  /** One round with the database. Returns whether there is reason for another at once. */
  async turn(): Promise<boolean> {
    const { database, clock } = this.#services;
    const now = clock.now();
    const lease = { leaseId: this.#leaseId, until: new Date(now.getTime() + this.#leaseMs) };
    const answered = this.#answered;
    this.#answered = [];
    const renew = now.getTime() >= this.#renewAt;
    const records = answered.map(({ record }) => record);
    const nowMs = performance.now();
    const touched = [...this.#held.values()].filter((queue) => renew || needsTurn(queue, nowMs));
    const room = this.#room();
    if (answered.length === 0 && touched.length === 0 && room === 0) return false;
    try {
      const done = await database.transaction(async (tx) => {
        if (answered.length > 0) await recordAttempts(tx, records, now);
        const ids = touched.map(({ endpointId }) => endpointId);
        const ours = ids.length > 0 ? await lockHeldQueues(tx, this.#leaseId, ids) : new Set<string>();
        const mine = touched.filter(({ endpointId }) => ours.has(endpointId));
        const moved = mine.filter(({ health, saved }) => health !== saved);
        const healths = moved.map((queue) => ({ queue, health: queue.health }));
        if (moved.length > 0) await setHealth(tx, moved.map(toHealthRow));
        const ended = mine.filter(({ ending }) => ending === 'wanted');
        await disableHopeless(tx, now, ended);
        if (renew && mine.length > 0) await renewLeases(tx, lease, mine.map(toKey));
        const taken = room > 0 ? await takeQueues(tx, lease, now, room) : [];
        const fresh = taken.map((queue) => holdQueue(queue, queue));
        const asking = this.#taking ? [...mine.filter((queue) => wantsMore(queue, now)), ...fresh] : [];
        const { targets, due } = await this.#read(tx, asking, now);
        const fed = new Set(due.map(({ endpointId }) => endpointId));
        // Let go with an answer unwritten, it would have the same delivery sent by whoever takes it next.
        const unwritten = new Set(this.#answered.map(({ queue }) => queue));
        const idle = [...mine, ...fresh].filter((queue) => {
          const { sending, waiting, endpointId } = queue;
          return sending.size === 0 && waiting.length === 0 && !fed.has(endpointId) && !unwritten.has(queue);
        });
        if (idle.length > 0) await releaseQueues(tx, this.#leaseId, idle.map(toKey));
        const full = room > 0 && taken.length === room;
        return { ours, healths, ended, fresh, asking, idle, targets, due, full };
      });
      if (renew) this.#renewAt = now.getTime() + this.#leaseMs / 3;
      for (const queue of touched) if (!done.ours.has(queue.endpointId)) this.#forget(queue);
      for (const { queue, health } of done.healths) queue.saved = health;
      for (const queue of done.ended) queue.ending = 'done';
      for (const queue of done.asking) queue.askedAt = nowMs;
      for (const queue of done.fresh) this.#held.set(queue.endpointId, queue);
      for (const queue of done.idle) this.#forget(queue);
      this.#feed(done.targets, done.due);
      return done.full || this.#answered.length > 0;
    } catch (error) {
      this.#answered = [...answered, ...this.#answered];
      throw error;
    }
  }

  /** How many queues may be taken. */
  #room(): number {
    if (!this.#taking) return 0;
    let working = 0;
    for (const queue of this.#held.values()) if (!isStuck(queue)) working++;
    const { queues, total } = this.#limits;
    return Math.max(0, Math.min(queues - working, total - this.#held.size));
  }

  async #read(
    tx: Parameters<typeof readTargets>[0],
    asking: readonly HeldQueue[],
    now: Date,
  ): Promise<{ targets: Target[]; due: DueDelivery[] }> {
    if (asking.length === 0) return { targets: [], due: [] };
    const targets = await readTargets(
      tx,
      asking.map(({ endpointId }) => endpointId),
      now,
    );
    const enabled = new Set(targets.map(({ endpointId }) => endpointId));
    const queues = asking
      .filter(({ endpointId }) => enabled.has(endpointId))
      .map((queue) => ({ endpointId: queue.endpointId, take: readAhead(queue) }));
    // Answered since this round began: not yet written, and not to be sent again.
    const unwritten = this.#answered.map(({ record }) => record.deliveryId);
    const beingSent = [...unwritten, ...asking.flatMap((queue) => [...queue.sending.keys()])];
    return { targets, due: await readDueDeliveries(tx, queues, beingSent, now) };
  }

  #feed(targets: readonly Target[], due: readonly DueDelivery[]): void {
    for (const { endpointId, url, secret, previousSecret } of targets) {
      const queue = this.#held.get(endpointId);
      if (queue === undefined) continue;
      queue.target = undefined;
      try {
        queue.target = { url, signer: this.#signerOf(endpointId, [secret, previousSecret]) };
      } catch (error) {
        const { logger, clock } = this.#services;
        logger.error({ err: error, endpointId }, 'webhooks: a signing secret cannot be read');
        adapt(queue, healthUnsendable(queue.health, clock.now()), false);
      }
    }
    for (const delivery of due) {
      const queue = this.#held.get(delivery.endpointId);
      if (queue?.target === undefined || !this.#taking) continue;
      queue.waiting.push(delivery);
      this.#ready.add(queue);
    }
    this.#pump();
  }

  #signerOf(endpointId: string, stored: readonly (string | null)[]): Signer {
    const { encryption } = this.#services;
    const encrypted = stored.filter((each) => each !== null);
    return createSigner(encrypted.map((each) => encryption.decrypt(each, secretContext(endpointId))));
  }

  #forget(queue: HeldQueue): void {
    this.#held.delete(queue.endpointId);
    this.#ready.delete(queue);
    queue.waiting = [];
  }

  /** Starts requests while there is room: one for each queue in turn, so that none waits behind another's backlog. */
  #pump(): void {
    for (const queue of this.#ready) {
      if (!this.#lanes.open) return;
      this.#ready.delete(queue);
      if (!canSend(queue)) continue;
      void this.#send(queue);
      // A set is walked in the order of adding: this one comes again after all the others.
      this.#ready.add(queue);
    }
  }

  async #send(queue: HeldQueue): Promise<void> {
    const delivery = queue.waiting.shift();
    const { target } = queue;
    if (delivery === undefined || target === undefined) return;
    const { clock, logger, metrics, webhookSender } = this.#services;
    const place = this.#lanes.enter();
    queue.sending.set(delivery.id, place.isSlow);
    try {
      const now = () => clock.now();
      const { record, answer } = await attempt(webhookSender, target, delivery, now, this.#stopping.signal);
      this.#answered.push({ queue, record });
      metrics?.webhookAttempts.observe({ outcome: OUTCOMES[record.status] }, record.durationMs / 1_000);
      const taken = isTaken(answer);
      const health = healthAfter(queue.health, taken, clock.now(), Math.random());
      if (!taken && isHopeless(health, answer, clock.now()) && queue.ending === 'no') queue.ending = 'wanted';
      adapt(queue, health, taken);
    } catch (error) {
      if (!this.#stopping.signal.aborted) logger.error({ err: error }, 'webhooks: a delivery was not sent');
    } finally {
      queue.sending.delete(delivery.id);
      place.leave();
      if (canSend(queue)) this.#ready.add(queue);
      this.#pump();
      this.#onNews();
    }
  }
}

/** Whether there is nothing left of it to send, and more may be sent. */
function wantsMore({ waiting, ending, health: { retryAt } }: HeldQueue, now: Date): boolean {
  return waiting.length === 0 && ending === 'no' && (retryAt === null || retryAt <= now);
}

function toKey({ merchantId, endpointId }: HeldQueue) {
  return { merchantId, endpointId };
}

function toHealthRow({ merchantId, endpointId, health }: HeldQueue) {
  const { failures, failingSince, retryAt } = health;
  return { merchantId, endpointId, failures, failingSince, retryAt };
}
