import type { WebhookAnswer, WebhookSender } from '../sending/send.ts';
import type { AttemptRecord, DueDelivery } from './attempt.repository.ts';
import { isTaken, nextAttempt } from './delivery.ts';
import type { HeldQueue } from './held-queue.ts';

const USER_AGENT = 'CharmBills-Webhooks/1';

export interface Attempted {
  readonly record: AttemptRecord;
  readonly answer: WebhookAnswer;
}

/** Sends a delivery once. Rejects only by `signal`. */
export async function attempt(
  sender: WebhookSender,
  target: NonNullable<HeldQueue['target']>,
  delivery: DueDelivery,
  now: () => Date,
  signal: AbortSignal,
): Promise<Attempted> {
  const { merchantId, id: deliveryId, messageId, payload: body } = delivery;
  const at = now();
  const headers = {
    'content-type': 'application/json',
    'user-agent': USER_AGENT,
    ...target.signer.headersOf({ id: messageId, body }, at),
  };
  const began = performance.now();
  const answer = await sender.send({ url: target.url, headers, body }, signal);
  const number = delivery.attempts + 1;
  const next = isTaken(answer)
    ? undefined
    : nextAttempt(number - delivery.scheduleFrom, now(), Math.random());
  return {
    answer,
    record: {
      merchantId,
      deliveryId,
      number,
      at,
      durationMs: Math.round(performance.now() - began),
      requestHeaders: headers,
      responseStatus: answer.status ?? null,
      responseHeaders: answer.headers ? storableHeaders(answer.headers) : null,
      responseBody: answer.body === undefined ? null : storable(answer.body),
      error: answer.error ?? null,
      status: isTaken(answer) ? 'succeeded' : next ? 'pending' : 'failed',
      nextAttemptAt: next ?? null,
    },
  };
}

/** PostgreSQL keeps neither the character zero nor half of a surrogate pair. */
function storable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\uFFFD');
}

function storableHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [storable(name), storable(value)]),
  );
}
