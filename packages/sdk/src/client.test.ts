import { expect, test } from 'vitest';
import { createClient } from './client.ts';
import { CharmBillsError } from './errors.ts';
import { operation } from './operation.ts';

const query = operation<{ n: number }, object>('query Q { n }');
const keyed = operation<{ n: number }, { idempotencyKey?: string }>(
  'mutation M($idempotencyKey: String) { n(idempotencyKey: $idempotencyKey) }',
);
const bare = operation<{ n: number }, object>('mutation M { n }');

interface Sent {
  readonly authorization: string | null;
  readonly variables: { readonly idempotencyKey?: string };
}

/** A server that gives these answers in turn, and keeps what it was sent. */
function serverOf(...answers: readonly ((signal: AbortSignal) => Response | Promise<Response>)[]) {
  const sent: Sent[] = [];
  const fetch = async (_: unknown, { headers, body, signal }: RequestInit = {}): Promise<Response> => {
    const { variables } = JSON.parse(String(body));
    sent.push({ authorization: new Headers(headers).get('authorization'), variables });
    const answer = answers[sent.length - 1];
    if (!answer || !signal) throw new Error('nothing more was expected');
    return answer(signal);
  };
  const options = {
    url: 'http://server.example/graphql',
    backoffMs: 0,
    fetch: fetch as typeof globalThis.fetch,
  };
  return { sent, options, client: createClient({ ...options, token: 'cb_test_x' }) };
}

const good = () => Response.json({ data: { n: 1 } });
const failing =
  (code: string, status: number, retryable: boolean, facts = {}) =>
  () =>
    Response.json(
      { data: null, errors: [{ message: 'No.', extensions: { code, retryable, facts } }] },
      { status, headers: { 'x-request-id': 'request-1' } },
    );
const down = () => Promise.reject(new TypeError('fetch failed'));
const limited = (seconds: number) => failing('RATE_LIMITED', 429, true, { seconds });

test('an operation is sent with the token, and its data comes back', async () => {
  const { client, sent } = serverOf(good);
  expect(await client.request(query, {})).toEqual({ n: 1 });
  expect(sent[0]?.authorization).toBe('Bearer cb_test_x');
});

test('an error of the API is thrown with its code, facts and request id, and not repeated', async () => {
  const { client, sent } = serverOf(failing('PLAN_STATE', 409, false, { status: 'draft' }));
  const error = await client.request(query, {}).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(CharmBillsError);
  expect(error).toMatchObject({
    code: 'PLAN_STATE',
    message: 'No.',
    status: 409,
    facts: { status: 'draft' },
    requestId: 'request-1',
    retryable: false,
  });
  expect(sent).toHaveLength(1);
});

test('a query is repeated when the way or the server fails, so many times and no more', async () => {
  const patient = serverOf(
    down,
    failing('INTERNAL', 500, true),
    () => new Response('', { status: 502 }),
    good,
  );
  expect(await patient.client.request(query, {})).toEqual({ n: 1 });
  const { client, sent } = serverOf(down, down, down, down, good);
  await expect(client.request(query, {})).rejects.toMatchObject({ code: 'NETWORK', retryable: true });
  expect(sent).toHaveLength(4);
});

test('every attempt of a keyed mutation carries one key: the given, or one made up', async () => {
  for (const idempotencyKey of [undefined, 'mine']) {
    const { client, sent } = serverOf(down, failing('INTERNAL', 500, true), good);
    await client.request(keyed, idempotencyKey === undefined ? {} : { idempotencyKey });
    const keys = new Set(sent.map(({ variables }) => variables.idempotencyKey));
    expect(keys.size).toBe(1);
    expect([...keys][0]).toMatch(idempotencyKey ?? /^[0-9a-f-]{36}$/);
  }
});

test('a key within the input counts', async () => {
  const { client } = serverOf(down, good);
  expect(await client.request(bare, { input: { idempotencyKey: 'mine' } })).toEqual({ n: 1 });
});

test('a mutation without a key is repeated only when it was not begun', async () => {
  const unknown = serverOf(down);
  await expect(unknown.client.request(bare, {})).rejects.toMatchObject({ code: 'NETWORK' });
  const refused = serverOf(limited(0), good);
  expect(await refused.client.request(bare, {})).toEqual({ n: 1 });
});

test('a wait that the server asks for is kept, unless it is too long', async () => {
  const { client, sent } = serverOf(limited(61));
  await expect(client.request(query, {})).rejects.toMatchObject({
    code: 'RATE_LIMITED',
    facts: { seconds: 61 },
  });
  expect(sent).toHaveLength(1);
});

/** Never answers; ends with the signal, as fetch does. */
const silent = (signal: AbortSignal) =>
  new Promise<Response>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));

test('an attempt that is not answered in time is over', async () => {
  const { options, sent } = serverOf(silent, silent);
  const client = createClient({ ...options, timeoutMs: 5, retries: 1 });
  await expect(client.request(query, {})).rejects.toMatchObject({ code: 'TIMEOUT' });
  expect(sent).toHaveLength(2);
});

test('a request that is called off ends with the reason, also while it waits to be repeated', async () => {
  const waiting = new AbortController();
  const { options } = serverOf(() => {
    queueMicrotask(() => waiting.abort(new Error('enough')));
    return limited(50)();
  });
  const client = createClient(options);
  await expect(client.request(query, {}, { signal: waiting.signal })).rejects.toThrow('enough');
  const flying = new AbortController();
  const { client: other } = serverOf((signal) => {
    queueMicrotask(() => flying.abort(new Error('enough')));
    return silent(signal);
  });
  await expect(other.request(query, {}, { signal: flying.signal })).rejects.toThrow('enough');
});

test('an answer that is not one of the API is told as such', async () => {
  const { client } = serverOf(() => new Response('<html>', { status: 404 }));
  await expect(client.request(query, {})).rejects.toMatchObject({ code: 'ANSWER_UNREADABLE', status: 404 });
});
