import { Writable } from 'node:stream';
import { setImmediate as tick } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createLogger, inLogContext, REDACTED_PATHS } from './index.ts';

function collect() {
  const lines: Record<string, unknown>[] = [];
  const destination = new Writable({
    write(chunk, _, done) {
      lines.push(JSON.parse(String(chunk)));
      done();
    },
  });
  return { lines, destination };
}

test('a line is JSON with the level by name, an ISO instant and the message', () => {
  const { lines, destination } = collect();
  createLogger({ level: 'info', destination }).info({ planId: 'plan_1' }, 'minted');
  expect(lines).toEqual([
    { level: 'info', time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/), planId: 'plan_1', msg: 'minted' },
  ]);
});

test('lines below the level are not written', () => {
  const { lines, destination } = collect();
  const logger = createLogger({ level: 'warn', destination });
  logger.info('quiet');
  logger.warn('loud');
  expect(lines).toHaveLength(1);
});

test('secrets are cut by their key, three levels deep, in child loggers too', () => {
  const { lines, destination } = collect();
  const logger = createLogger({ level: 'info', destination });
  const keys = [...new Set(REDACTED_PATHS.map((path) => /[\w-]+(?="?\]?$)/.exec(path)?.[0] ?? ''))];
  expect(keys).toEqual(
    expect.arrayContaining(['signature', 'psbt', 'authorization', 'cookie', 'set-cookie', 'email']),
  );
  for (const key of keys) {
    const secret = { [key]: 'hunter2' };
    logger.info({ ...secret, request: { ...secret, headers: secret } }, 'a');
    logger.child(secret).info('b');
  }
  expect(JSON.stringify(lines)).not.toContain('hunter2');
  expect(lines[0]).toMatchObject({ request: { headers: { [keys[0] ?? '']: '[redacted]' } } });
});

test('an error is written with its message and stack, and its causes', () => {
  const { lines, destination } = collect();
  const error = new Error('outer', { cause: new Error('inner') });
  createLogger({ level: 'info', destination }).error({ err: error }, 'failed');
  expect(lines[0]?.err).toMatchObject({ type: 'Error', message: expect.stringContaining('outer') });
  expect(JSON.stringify(lines[0]?.err)).toContain('inner');
});

test.each([
  ['an e-mail address', 'mina.lind+x@mail.example.org'],
  ['the token of a session', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJwZXJzb24ifQ.c2lnbmF0dXJlLXRleHQ'],
  ['an API key', 'cb_live_0123456789abcdefABCDEF_-'],
  ['a webhook secret', 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
  ['a PSBT', 'cHNidP8BAHECAAAAAUq+/w=='],
  ['a PSBT in hex', `70736274ff${'01'.repeat(20)}`],
  [
    'an extended private key',
    'xprv9s21ZrQH143K3QTDL4LXw2F7HEK3wJUD2nW2nRk4stbPy6cq3jPPqjiChkVvvNKmPGJxWUtg6LnF5kejMRNNU3TGtRBeJgk33yuGBxrMPHi',
  ],
  ['any bearer token', 'Bearer opaque-value.1'],
])('%s is cut out wherever it stands: in a message, in an error, deep in an object', (_, secret) => {
  const { lines, destination } = collect();
  const logger = createLogger({ level: 'info', destination });
  const said = secret.replace('Bearer ', '');
  logger.error({ err: new Error(`550 <${secret}> refused`), a: { b: { c: { d: `"${secret}"` } } } }, secret);
  expect(JSON.stringify(lines)).not.toContain(said);
  expect(lines[0]?.msg).toContain('[redacted]');
});

test('the password of a URL is cut out, the rest of it stays', () => {
  const { lines, destination } = collect();
  createLogger({ level: 'info', destination }).info(
    'postgresql://shop:hunter2@db.internal:5432/shop is away',
  );
  expect(lines[0]?.msg).toBe('postgresql://shop:[redacted]@db.internal:5432/shop is away');
});

test('what is no secret stays: ids, transactions, addresses', () => {
  const { lines, destination } = collect();
  const facts = {
    id: 'sub_01h455vb4pex5vsknk084sn02q',
    txid: 'ab'.repeat(32),
    address: 'bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080',
    url: 'https://shop.example/hooks?x=1',
  };
  createLogger({ level: 'info', destination }).info(facts, 'sent');
  expect(lines[0]).toMatchObject(facts);
});

test('lines carry the request or job that they belong to, across awaits, and others do not', async () => {
  const { lines, destination } = collect();
  const logger = createLogger({ level: 'info', destination });
  await Promise.all([
    inLogContext({ requestId: 'one' }, async () => {
      await tick();
      logger.info({ n: 1 }, 'within');
    }),
    inLogContext({ job: 'sweep', jobId: 'two' }, async () => logger.child({ n: 2 }).info('within')),
  ]);
  logger.info('outside');
  expect(lines).toEqual([
    expect.objectContaining({ n: 2, job: 'sweep', jobId: 'two' }),
    expect.objectContaining({ n: 1, requestId: 'one' }),
    expect.not.objectContaining({ requestId: expect.anything() }),
  ]);
});
