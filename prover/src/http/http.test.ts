import { type Data, decodeData, encodeData, encodeSpell, parseApp } from '@charmbills/charms';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appData } from '../contract-input.ts';
import { type DevProver, startDevProver } from '../start-dev-prover.ts';
import { type Asked, ask, askPeriods, askPlan, jsonOf, send } from '../testing/asking.ts';

let prover: DevProver;
let planTx: string;

beforeAll(async () => {
  prover = await startDevProver({ network: 'regtest' });
  planTx = (await ask(prover.url, askPlan())).hex;
});
afterAll(() => prover.close());

const sendJson = (fields: unknown) => send(prover.url, JSON.stringify(fields));
const refused = { status: 400, code: 'REQUEST_MALFORMED' };

describe('routes', () => {
  it('GET /ready answers OK', async () => {
    const response = await fetch(`${prover.url}/ready`);
    expect([response.status, await response.text()]).toEqual([200, 'OK']);
  });

  it.each([
    ['GET', '/'],
    ['GET', '//'],
    ['GET', '/spells/prove'],
    ['POST', '/ready'],
    ['POST', '/spells/prove/'],
  ])('%s %s is not there', async (method, path) => {
    expect((await fetch(prover.url + path, { method })).status).toBe(404);
  });

  it('POST /spells/prove answers a JSON array of one transaction', async () => {
    const response = await fetch(`${prover.url}/spells/prove`, {
      method: 'POST',
      body: JSON.stringify(jsonOf(askPlan())),
    });
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.json()).toEqual([{ bitcoin: planTx }]);
  });
});

describe('a JSON request', () => {
  it.each([
    ['empty', ''],
    ['cut off', '{"spell":'],
    ['an array', '[]'],
    ['null', 'null'],
    ['a text', '"spell"'],
  ])('is refused when it is %s', async (_, body) => {
    expect(await send(prover.url, body)).toMatchObject(refused);
  });

  it('is refused when it is not UTF-8', async () => {
    expect(await send(prover.url, Uint8Array.of(0x22, 0xff, 0x22))).toMatchObject(refused);
  });

  it.each(['spell', 'change_address', 'chain'])('is refused without %s', async (field) => {
    expect(await sendJson({ ...jsonOf(askPlan()), [field]: undefined })).toMatchObject(refused);
  });

  it.each<[string, unknown]>([
    ['spell', { version: 15 }],
    ['spell', 'zz'],
    ['spell', 'abc'],
    ['app_private_inputs', []],
    ['app_private_inputs', null],
    ['app_private_inputs', { 'n/1/2': 'f6' }],
    ['app_private_inputs', { [`n/${'a'.repeat(64)}/${'b'.repeat(64)}`]: 'ff' }],
    ['binaries', []],
    ['binaries', { abc: 'AA==' }],
    ['binaries', { ['AB'.repeat(32)]: 'AA==' }],
    ['binaries', { ['ab'.repeat(32)]: 'not base64' }],
    ['prev_txs', {}],
    ['prev_txs', ['00']],
    ['prev_txs', [{ bitcoin: '00' }]],
    ['prev_txs', [{ cardano: '00' }]],
    ['prev_txs', [{ bitcoin: '00', final: true }]],
    ['change_address', 1],
    ['fee_rate', '2'],
    ['fee_rate', -1],
    ['fee_rate', 1e300],
    ['chain', 1],
    ['feeRate', 2],
  ])('is refused with %s: %j', async (field, value) => {
    expect(await sendJson({ ...jsonOf(askPlan()), [field]: value })).toMatchObject(refused);
  });

  it.each<[string, unknown]>([
    ['chain', 'cardano'],
    ['tx_ins_beamed_source_utxos', { 0: ['00:0'] }],
    ['app_signatures', { ['ab'.repeat(32)]: {} }],
    ['prev_txs', [{ bitcoin: { tx: '00', proof: '00', headers: [] } }]],
  ])('is refused with what this prover does not serve, %s: %j', async (field, value) => {
    expect(await sendJson({ ...jsonOf(askPlan()), [field]: value })).toMatchObject({
      status: 400,
      code: 'FEATURE_UNSUPPORTED',
    });
  });

  it('may leave out what has a default, and say that nothing is beamed or signed', async () => {
    const { fee_rate: _, ...fields } = jsonOf(askPlan());
    const answer = await sendJson({ ...fields, tx_ins_beamed_source_utxos: {}, app_signatures: {} });
    expect(answer).toMatchObject({
      status: 200,
      hex: (await ask(prover.url, { ...askPlan(), feeRate: 0 })).hex,
    });
  });

  it('is refused when the spell is not CBOR of a spell', async () => {
    const { spell } = jsonOf(askPlan());
    for (const hex of ['', 'f6', `${spell}00`, String(spell).slice(0, -2)]) {
      expect(await sendJson({ ...jsonOf(askPlan()), spell: hex })).toMatchObject({
        status: 400,
        code: 'SPELL_MALFORMED',
      });
    }
  });
});

describe('a body', () => {
  it('has at most 32 MiB', async () => {
    const fields = JSON.stringify(jsonOf(askPlan()));
    const limit = 32 * 1024 * 1024;
    expect(await send(prover.url, fields.padEnd(limit))).toMatchObject({ status: 200, hex: planTx });
    expect(await send(prover.url, fields.padEnd(limit + 1))).toMatchObject({
      status: 400,
      code: 'REQUEST_TOO_LARGE',
    });
  });
});

describe('a CBOR request', () => {
  const cborOf = (asked: Asked): Map<Data, Data> => {
    const integers = (hex: string): Data => Array.from(Buffer.from(hex, 'hex'), BigInt);
    return new Map<Data, Data>([
      ['spell', decodeData(encodeSpell(asked.spell))],
      [
        'app_private_inputs',
        new Map(Object.entries(asked.privateInputs).map(([app, data]) => [appData(parseApp(app)), data])),
      ],
      [
        'binaries',
        new Map(Object.entries(asked.binaries).map(([vk, wasm]) => [integers(vk), Array.from(wasm, BigInt)])),
      ],
      ['prev_txs', asked.prevTxs.map((hex) => new Map([['bitcoin', hex]]))],
      ['change_address', asked.changeAddress],
      ['fee_rate', BigInt(asked.feeRate)],
      ['chain', 'bitcoin'],
    ]);
  };
  const post = async (body: Uint8Array) => {
    const response = await fetch(`${prover.url}/spells/prove`, {
      method: 'POST',
      headers: { 'content-type': 'application/cbor' },
      body: Uint8Array.from(body),
    });
    return {
      status: response.status,
      type: response.headers.get('content-type'),
      body: Buffer.from(await response.arrayBuffer()),
    };
  };
  const changed = (field: string, value: Data) => encodeData(cborOf(askPlan()).set(field, value));

  it('is answered in CBOR', async () => {
    const { status, type, body } = await post(encodeData(cborOf(askPlan())));
    expect([status, type]).toEqual([200, 'application/cbor']);
    expect(decodeData(body)).toEqual([new Map([['bitcoin', planTx]])]);
  });

  it('may have bytes as byte strings and the spell as hexadecimal', async () => {
    const asked = askPlan();
    const binaries = Object.entries(asked.binaries).map(
      ([vk, wasm]) => [new Uint8Array(Buffer.from(vk, 'hex')), wasm] as const,
    );
    const fields = cborOf(asked);
    fields.set('binaries', new Map<Data, Data>(binaries));
    fields.set('spell', Buffer.from(encodeSpell(asked.spell)).toString('hex'));
    fields.set('fee_rate', 2.5);
    const { status } = await post(encodeData(fields));
    expect(status).toBe(200);
  });

  it.each<[string, Data]>([
    ['spell', 1n],
    ['app_private_inputs', []],
    ['app_private_inputs', null],
    ['app_private_inputs', new Map([['n', 1n]])],
    ['binaries', new Map([['ab', new Uint8Array()]])],
    ['binaries', new Map([[new Uint8Array(31), new Uint8Array()]])],
    ['binaries', new Map([[new Uint8Array(32), [256n]]])],
    ['prev_txs', [new Map([['cardano', '00']])]],
    ['prev_txs', [new Map([['bitcoin', 1n]])]],
    ['prev_txs', ['00']],
    ['change_address', 1n],
    ['fee_rate', '2'],
    ['chain', null],
    ['feeRate', 2n],
  ])('is refused with %s: %s', async (field, value) => {
    const { status, body } = await post(changed(field, value));
    expect(status).toBe(400);
    expect(body.toString()).toMatch(/^REQUEST_MALFORMED: /);
  });

  it.each([
    ['nothing', []],
    ['a number', [0x01]],
    ['a cut-off map', [0xa1, 0x61]],
    ['a numbered field', [0xa1, 0x01, 0x01]],
  ])('is refused when it is %s', async (_, bytes) => {
    const { status, body } = await post(Uint8Array.from(bytes));
    expect(status).toBe(400);
    expect(body.toString()).toMatch(/^REQUEST_MALFORMED: /);
  });
});

describe('any request', () => {
  it('gets an answer that is not the prover’s own failure', async () => {
    const asked = askPeriods(planTx);
    const spell = encodeSpell(asked.spell);
    await fc.assert(
      fc.asyncProperty(fc.nat(spell.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const mutated = Uint8Array.from(spell);
        mutated[at] = (mutated[at] ?? 0) ^ change;
        const { status } = await sendJson({ ...jsonOf(asked), spell: Buffer.from(mutated).toString('hex') });
        // The only 500 would be an error nobody foresaw.
        expect([200, 400]).toContain(status);
      }),
      { numRuns: 150 },
    );
  });
});
