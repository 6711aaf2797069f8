import { afterAll, beforeAll, expect, test } from 'vitest';
import { fileRoutes } from '../../backend/src/api/rest/file-routes.ts';
import { restRoutes } from '../../backend/src/api/rest/index.ts';
import { errorAnswer } from '../../backend/src/api/rest/schemas.ts';
import { openAccounts, postAlone } from '../../backend/src/ledger/index.ts';
import { type Session, signIn } from '../support/sign-in.ts';
import { startTestApi, type TestApi } from '../support/test-api.ts';

const TRANSFERS = 2_345;

let api: TestApi;
let owner: Session;
let stranger: Session;
let operator: Session;
beforeAll(async () => {
  const nowhere = 'http://127.0.0.1:1';
  api = await startTestApi({
    env: { COINGECKO_API_URL: nowhere, KRAKEN_API_URL: nowhere, COINBASE_API_URL: nowhere },
  });
  owner = await signIn(api.graphqlUrl);
  stranger = await signIn(api.graphqlUrl);
  operator = await signIn(api.graphqlUrl);
  const { database, currencies, clock } = api.services;
  const now = clock.now();
  await database.client.operator.create({ data: { personId: operator.person.id, grantedAt: now } });
  const accounts = await database.transaction((tx) =>
    openAccounts(tx, { currencies, now }, [
      { owner: { kind: 'platform', id: 'test' }, kind: 'world', currency: 'USDC', floor: null },
      { owner: { kind: 'person', id: owner.person.id }, kind: 'wallet', currency: 'USDC' },
      { owner: { kind: 'person', id: owner.person.id }, kind: 'savings', currency: 'USD' },
      { owner: { kind: 'platform', id: 'test' }, kind: 'world', currency: 'USD', floor: null },
    ]),
  );
  const [world = '', wallet = '', savings = '', dollars = ''] = accounts.map(({ id }) => id);
  await postAlone(database, now, [
    {
      key: 'test:savings',
      kind: 'savings.deposit',
      description: '=cmd|"/c calc"!A1',
      movements: [{ action: 'transfer', from: dollars, to: savings, amount: 12_345n, currency: 'USD' }],
      metadata: { subject: 'save_1' },
    },
    ...Array.from({ length: TRANSFERS }, (_, index) => ({
      key: `test:${index}`,
      kind: 'deposit',
      movements: [
        { action: 'transfer' as const, from: world, to: wallet, amount: 1_000_001n, currency: 'USDC' },
      ],
    })),
  ]);
});
afterAll(() => api.stop());

/** Asks, and holds the answer to the schema that is written down for it. */
async function get(path: string, session?: Session, headers: Record<string, string> = {}) {
  const answer = await fetch(`${api.url}/api/wallets/${path}`, {
    headers: { ...(session ? { authorization: `Bearer ${session.token}` } : {}), ...headers },
  });
  const body = await answer.text();
  if (answer.headers.get('content-type')?.startsWith('text/csv')) return { answer, body, json: undefined };
  const route = restRoutes.find((each) => each.path.startsWith(`/api/wallets/${path.split('/')[0]}/`));
  const json = JSON.parse(body);
  (answer.ok ? route?.answer : errorAnswer)?.parse(json);
  return { answer, body, json };
}

test('balances come with their values in US dollars', async () => {
  const { answer, json } = await get(`balances/${owner.person.id}`, owner);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('cache-control')).toBe('private, no-store');
  const dollars = { units: '12345', whole: '123.45' };
  const none = { units: '0', whole: '0.00' };
  expect(json.balances).toContainEqual({
    currency: 'USD',
    decimals: 2,
    available: none,
    locked: none,
    savings: dollars,
    total: dollars,
    usd_value: dollars,
  });
  // No source of rates can be asked here.
  expect(json).toMatchObject({ user_id: owner.person.id, total_usd: dollars, unpriced: ['USDC'] });
  expect(json.balances).toContainEqual(expect.objectContaining({ currency: 'USDC', usd_value: null }));
});

test('a portfolio is valued in the currency that is asked for', async () => {
  const { json } = await get(`portfolio/${owner.person.id}?currency=USD`, owner);
  expect(json.total).toEqual({ units: '12345', whole: '123.45' });
  expect(json.positions).toContainEqual(expect.objectContaining({ currency: 'USD', share_bps: 10_000 }));
  expect((await get(`portfolio/${owner.person.id}?currency=XXX`, owner)).json.error.code).toBe(
    'CURRENCY_UNKNOWN',
  );
});

test('transactions are pages that miss and repeat nothing', async () => {
  const seen = new Set<string>();
  let cursor: string | null = '';
  while (cursor !== null) {
    const { json } = await get(
      `transactions/${owner.person.id}?limit=500${cursor && `&cursor=${cursor}`}`,
      owner,
    );
    for (const { id } of json.transactions) {
      expect(seen.has(id)).toBe(false);
      seen.add(id);
    }
    cursor = json.next;
  }
  expect(seen.size).toBe(TRANSFERS + 1);
  const filtered = await get(
    `transactions/${owner.person.id}?kinds=savings.deposit,x&account=savings`,
    owner,
  );
  expect(filtered.json.transactions).toMatchObject([
    { kind: 'savings.deposit', amount: { units: '12345', whole: '123.45' }, subject: 'save_1' },
  ]);
  const later = new Date(api.clock.now().getTime() + 1).toISOString();
  expect((await get(`transactions/${owner.person.id}?from=${later}`, owner)).json.transactions).toEqual([]);
  expect((await get(`transactions/${owner.person.id}?currency=EUR`, owner)).json.transactions).toEqual([]);
});

test.each([
  ['by Accept', '', { accept: 'text/csv' }],
  ['by name', '?format=csv', {}],
])('all transactions are one CSV %s, in which nothing is a formula', async (_, query, headers) => {
  const { answer, body } = await get(`transactions/${owner.person.id}${query}`, owner, headers);
  expect(answer.headers.get('content-disposition')).toBe('attachment; filename="transactions.csv"');
  const lines = body.split('\r\n');
  expect(lines).toHaveLength(TRANSFERS + 3);
  expect(lines.at(-1)).toBe('');
  expect(lines[0]).toMatch(/^time,kind,account,currency,amount,amount_smallest_unit,/);
  expect(lines[1]).toMatch(/,deposit,wallet,USDC,1\.000001,1000001,/);
  expect(lines.at(-2)).toMatch(/,123\.45,12345,123\.45,12345,save_1,post_\w+,"'=cmd\|""\/c calc""!A1"$/);
});

test.each(['balances', 'portfolio', 'transactions'])(
  '%s of others are not found, as if they were unknown; operators may read them, and it is noted',
  async (path) => {
    const unknown = owner.person.id.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
    for (const [session, id] of [
      [stranger, owner.person.id],
      [stranger, unknown],
      [operator, unknown],
      [owner, "1' OR '1'='1"],
    ] as const) {
      const { answer, json } = await get(`${path}/${encodeURIComponent(id)}`, session);
      expect(answer.status).toBe(404);
      expect(json.error).toMatchObject({ code: 'NOT_FOUND', facts: { kind: 'user', id } });
    }
    const nobody = await get(`${path}/${owner.person.id}`);
    expect([nobody.answer.status, nobody.json.error.code]).toEqual([401, 'UNAUTHENTICATED']);
    expect((await get(`${path}/${owner.person.id}`, operator)).json.user_id).toBe(owner.person.id);
    const noted = await api.services.database.client.auditEntry.findMany({
      where: { subjectId: owner.person.id, action: 'wallet.read' },
    });
    expect(noted).toContainEqual(
      expect.objectContaining({ actorId: operator.person.id, details: { reading: path } }),
    );
  },
);

test.each([
  ['balances', 'x=1', 'x'],
  ['portfolio', 'currency=usd', 'currency'],
  ['transactions', 'limit=0', 'limit'],
  ['transactions', 'limit=501', 'limit'],
  ['transactions', 'from=yesterday', 'from'],
  ['transactions', 'account=other', 'account'],
  ['transactions', 'format=xml', 'format'],
  ['transactions', 'cursor=???', 'cursor'],
  ['transactions', 'kinds=a&kinds=b', 'kinds'],
])('%s with %s is refused by the name of the parameter', async (path, query, field) => {
  const { answer, json } = await get(`${path}/${owner.person.id}?${query}`, owner);
  expect(answer.status).toBe(400);
  expect(json.error).toMatchObject({ code: 'INVALID_INPUT', facts: { field } });
});

test('the API is described for programs: every route, its parameters and answers', async () => {
  const document = await (await fetch(`${api.url}/docs/openapi.json`)).json();
  expect(document.openapi).toBe('3.1.1');
  expect(Object.keys(document.paths)).toEqual([...restRoutes, ...fileRoutes].map(({ path }) => path));
  const { parameters, responses, security } = document.paths['/api/wallets/transactions/{user_id}'].get;
  expect(parameters.map((each: { name: string }) => each.name)).toEqual([
    'user_id',
    'kinds',
    'currency',
    'account',
    'from',
    'to',
    'limit',
    'cursor',
    'format',
  ]);
  expect(parameters).toContainEqual(
    expect.objectContaining({
      name: 'limit',
      in: 'query',
      required: false,
      schema: expect.objectContaining({ type: 'integer', minimum: 1, maximum: 500, default: 50 }),
    }),
  );
  expect(Object.keys(responses['200'].content)).toEqual(['application/json', 'text/csv']);
  expect(responses['404'].content['application/json'].schema.$ref).toBe('#/components/schemas/Error');
  expect(document.components.schemas.Error.type).toBe('object');
  expect(security).toEqual([{ session: [] }]);
});

test('the API is described for people, by a page that runs no script and asks nobody else', async () => {
  const page = await fetch(`${api.url}/docs`);
  const html = await page.text();
  expect(page.headers.get('content-security-policy')).toBe(
    "default-src 'none';style-src 'self';img-src data:;frame-ancestors 'none'",
  );
  for (const { path } of [...restRoutes, ...fileRoutes]) expect(html).toContain(path);
  expect(html).not.toMatch(/<script|https?:\/\/|\son\w+=|style=/);
  expect((await fetch(`${api.url}/docs/docs.css`)).headers.get('content-type')).toContain('text/css');
});
