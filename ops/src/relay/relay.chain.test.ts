import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FundedOutput } from '../stack/faucet.ts';
import { bitcoinOf, type RpcCall, RpcFailure, rpcCaller } from '../stack/rpc.ts';
import { type Regtest, startRegtest } from '../testing/regtest.ts';
import { acceptsSpells, startRelay } from './index.ts';

let chain: Regtest;
let rpc: RpcCall;
/** The node behind the relay. */
let node: RpcCall;
/** The wallet under test: the miner, who funds it, never picks coins that wait in the side pool. */
let holder: RpcCall;

beforeAll(async () => {
  chain = await startRegtest({ relay: 'always' });
  rpc = chain.rpc;
  node = rpcCaller({ ...chain, url: chain.nodeUrl });
  await rpc('createwallet', ['holder']);
  holder = rpcCaller({ ...chain, url: `${chain.url}/wallet/holder` });
});
afterAll(() => chain.stop());

interface Built {
  readonly txid: string;
  readonly hex: string;
  /** Its change, to build on. */
  readonly change: FundedOutput;
}

/** A confirmed coin. */
async function coin(amountSats = 1_000_000n): Promise<FundedOutput> {
  return chain.fundAddress(await holder<string>('getnewaddress'), amountSats);
}

/** Spends a coin to a change output beside `dataBytes` of data. */
async function build(
  input: FundedOutput,
  {
    dataBytes = 1_000,
    feeSats = 10_000n,
    prevout = '',
  }: { dataBytes?: number; feeSats?: bigint; prevout?: string } = {},
): Promise<Built> {
  const address = await holder<string>('getrawchangeaddress');
  const changeSats = input.amountSats - feeSats;
  const data = dataBytes === 0 ? [] : [{ data: 'ab'.repeat(dataBytes) }];
  const outputs = [{ [address]: bitcoinOf(changeSats) }, ...data];
  const inputs = [{ txid: input.txid, vout: input.vout, sequence: 0xfffffffd }];
  const raw = await rpc<string>('createrawtransaction', [inputs, outputs]);
  const known = prevout
    ? [{ txid: input.txid, vout: input.vout, scriptPubKey: prevout, amount: bitcoinOf(input.amountSats) }]
    : [];
  const { hex } = await holder<{ hex: string }>('signrawtransactionwithwallet', [raw, known]);
  const { txid } = await rpc<{ txid: string }>('decoderawtransaction', [hex]);
  return { txid, hex, change: { txid, vout: 0, amountSats: changeSats } };
}

async function buildOn(parent: Built, options: Parameters<typeof build>[1] = {}): Promise<Built> {
  const { vout } = await rpc<{ vout: { scriptPubKey: { hex: string } }[] }>('decoderawtransaction', [
    parent.hex,
  ]);
  return build(parent.change, { ...options, prevout: vout[0]?.scriptPubKey.hex ?? '' });
}

const send = (hex: string) => rpc<string>('sendrawtransaction', [hex]);
const mempool = () => rpc<string[]>('getrawmempool');
const blockTransactions = async (hash: string) => (await rpc<{ tx: string[] }>('getblock', [hash])).tx;

async function refusal(answer: Promise<unknown>): Promise<RpcFailure> {
  const error = await answer.catch((reason: unknown) => reason);
  if (error instanceof RpcFailure) return error;
  throw new Error(`expected a refusal by the node, got ${String(error)}`);
}

describe('a transaction with a large data output', () => {
  test('is accepted, shown by the mempool calls and mined with the next block', async () => {
    const input = await coin();
    const spell = await build(input);
    const { vin, vout } = await rpc<{ vin: unknown[]; vout: unknown[] }>('decoderawtransaction', [spell.hex]);
    expect(await rpc('testmempoolaccept', [[spell.hex]])).toMatchObject([
      { txid: spell.txid, allowed: true, fees: { base: 0.0001 } },
    ]);
    expect(await send(spell.hex)).toBe(spell.txid);
    expect(await send(spell.hex)).toBe(spell.txid);

    expect(await mempool()).toEqual([spell.txid]);
    expect(await rpc('getrawmempool', [true])).toHaveProperty([spell.txid, 'fees', 'base'], 0.0001);
    expect(await rpc('getmempoolentry', [spell.txid])).toMatchObject({ depends: [], ancestorcount: 1 });
    expect(await rpc('getmempoolinfo')).toMatchObject({ size: 1, total_fee: 0.0001 });
    expect(await rpc('getrawtransaction', [spell.txid])).toBe(spell.hex);
    expect(await rpc('getrawtransaction', [spell.txid, 1])).toMatchObject({ txid: spell.txid, vin, vout });
    const outpoint = { txid: input.txid, vout: input.vout };
    expect(await rpc('gettxspendingprevout', [[outpoint]])).toEqual([
      { ...outpoint, spendingtxid: spell.txid },
    ]);
    expect(await rpc('gettxout', [input.txid, input.vout])).toBeNull();
    expect(await rpc('gettxout', [input.txid, input.vout, false])).toMatchObject({ value: 0.01 });
    expect(await rpc('gettxout', [spell.txid, 0])).toMatchObject({ confirmations: 0, value: 0.0099 });

    const [block = ''] = await chain.mine();
    expect(await blockTransactions(block)).toContain(spell.txid);
    expect(await mempool()).toEqual([]);
    expect(await rpc('getrawtransaction', [spell.txid, 1])).toMatchObject({ confirmations: 1 });
    expect(await rpc('gettxout', [spell.txid, 0])).toMatchObject({ confirmations: 1 });
  });

  test.each([
    [
      'with a broken signature',
      async () => breakSignature((await build(await coin())).hex),
      -26,
      /script-verify-flag/,
    ],
    [
      'with too low a fee',
      async () => (await build(await coin(), { feeSats: 100n })).hex,
      -26,
      /min relay fee not met/,
    ],
    [
      'that spends more than it has',
      async () => (await build(await coin(), { feeSats: -5n })).hex,
      -26,
      /in-belowout/,
    ],
    [
      'with more data than nodes relay',
      async () => (await build(await coin(), { dataBytes: 99_999, feeSats: 200_000n })).hex,
      -26,
      /tx-size|datacarrier/,
    ],
    [
      'with an absurd fee',
      async () => (await build(await coin(90_000_000n), { feeSats: 80_000_000n })).hex,
      -25,
      /maxfeerate/,
    ],
    ['whose input does not exist', async () => missingInput((await build(await coin())).hex), -25, /missing/],
  ])('%s is refused', async (_case, make, code, reason) => {
    const hex = await make();
    const error = await refusal(send(hex));
    expect(error.text).toMatch(reason);
    expect(error.code).toBe(code);
    expect(await mempool()).toEqual([]);
  });

  test('whose coin was spent in a block is refused', async () => {
    const input = await coin();
    const [first, second] = [await build(input), await build(input, { feeSats: 50_000n })];
    await send(first.hex);
    await chain.mine();
    expect((await refusal(send(second.hex))).code).toBe(-25);
    expect(await mempool()).toEqual([]);
  });

  test('that is in a block already is refused with the code of the node', async () => {
    const [spell, other] = [await build(await coin()), await build(await coin())];
    await send(spell.hex);
    await chain.mine();
    expect((await refusal(send(spell.hex))).code).toBe(-27);
    await send(other.hex);
    expect((await refusal(send(spell.hex))).code).toBe(-27);
    await chain.mine();
  });

  test('carries children of either kind into the same block', async () => {
    const spell = await build(await coin());
    const small = await buildOn(spell, { dataBytes: 0 });
    const large = await buildOn(small);
    expect((await refusal(send(small.hex))).code).toBe(-25);
    for (const { hex } of [spell, small, large]) await send(hex);
    expect(await rpc('getmempoolentry', [large.txid])).toMatchObject({
      depends: [small.txid],
      ancestorcount: 3,
    });
    expect(await rpc('getmempoolancestors', [large.txid])).toEqual([spell.txid, small.txid]);
    expect(await rpc('getmempooldescendants', [spell.txid])).toEqual([small.txid, large.txid]);
    const [block = ''] = await chain.mine();
    expect((await blockTransactions(block)).slice(1)).toEqual([spell.txid, small.txid, large.txid]);
  });

  test('may build on a transaction in the mempool of the node', async () => {
    const parent = await build(await coin(), { dataBytes: 0 });
    await send(parent.hex);
    expect(await node<string[]>('getrawmempool')).toEqual([parent.txid]);
    const spell = await buildOn(parent);
    await send(spell.hex);
    expect(await rpc('getmempoolentry', [spell.txid])).toMatchObject({ depends: [parent.txid] });
    const [block = ''] = await chain.mine(2);
    expect((await blockTransactions(block)).slice(1)).toEqual([parent.txid, spell.txid]);
  });
});

describe('two transactions that spend the same output', () => {
  test.each([
    { first: 'large', second: 'large', firstBytes: 1_000, secondBytes: 1_000 },
    { first: 'large', second: 'small', firstBytes: 1_000, secondBytes: 0 },
    { first: 'small', second: 'large', firstBytes: 0, secondBytes: 1_000 },
  ])(
    'a $first one gives way to a $second one that pays more, and to none that pays less',
    async ({ firstBytes, secondBytes }) => {
      const input = await coin();
      const first = await build(input, { dataBytes: firstBytes, feeSats: 5_000n });
      const child = await buildOn(first, { feeSats: 5_000n });
      const poorer = await build(input, { dataBytes: secondBytes, feeSats: 5_001n });
      const better = await build(input, { dataBytes: secondBytes, feeSats: 100_000n });
      await send(first.hex);
      await send(child.hex);

      expect((await refusal(send(poorer.hex))).text).toMatch(/insufficient fee/);
      expect(new Set(await mempool())).toEqual(new Set([first.txid, child.txid]));
      expect(await rpc('testmempoolaccept', [[better.hex]])).toMatchObject([{ allowed: true }]);

      await send(better.hex);
      expect(await mempool()).toEqual([better.txid]);
      const outpoint = { txid: input.txid, vout: input.vout };
      expect(await rpc('gettxspendingprevout', [[outpoint]])).toEqual([
        { ...outpoint, spendingtxid: better.txid },
      ]);
      expect(await rpc('getmempoolinfo')).toMatchObject({ size: 1, total_fee: 0.001 });
      expect((await refusal(rpc('getmempoolentry', [first.txid]))).code).toBe(-5);
      const [block = ''] = await chain.mine();
      expect((await blockTransactions(block)).slice(1)).toEqual([better.txid]);
      expect(await node<string[]>('getrawmempool')).toEqual([]);
    },
  );
});

describe('a reorganisation', () => {
  test('brings a mined large transaction and its children back to be mined again', async () => {
    const spell = await build(await coin());
    const small = await buildOn(spell, { dataBytes: 0 });
    await send(spell.hex);
    const [first = ''] = await chain.mine();
    await send(small.hex);
    expect(await node<string[]>('getrawmempool')).toEqual([small.txid]);

    await chain.invalidate(first);
    expect(await mempool()).toEqual([spell.txid, small.txid]);
    const [second = ''] = await chain.mine();
    expect((await blockTransactions(second)).slice(1)).toEqual([spell.txid, small.txid]);
  });

  test('behind the back of the relay is noticed too', async () => {
    const spell = await build(await coin());
    await send(spell.hex);
    const [first = ''] = await chain.mine();
    expect(await mempool()).toEqual([]);
    await node('invalidateblock', [first]);
    expect(await mempool()).toEqual([spell.txid]);
    await node('reconsiderblock', [first]);
    expect(await mempool()).toEqual([]);
    expect(await rpc('getrawtransaction', [spell.txid, 1])).toMatchObject({ confirmations: 1 });
  });

  test('drops a mined one, and what builds on it, for good when the new branch spends its coin', async () => {
    const input = await coin();
    const spell = await build(input);
    const rival = await build(input, { dataBytes: 0 });
    await send(spell.hex);
    const [first = ''] = await chain.mine();
    const child = await buildOn(spell);
    await send(child.hex);

    await chain.invalidate(first);
    expect(await mempool()).toEqual([spell.txid, child.txid]);
    await rpc('generateblock', [await rpc<string>('getnewaddress'), [rival.hex]]);
    expect(await mempool()).toEqual([]);
    expect((await refusal(send(spell.hex))).code).toBe(-25);
    expect((await refusal(send(child.hex))).code).toBe(-25);
  });

  test('a block without it leaves a waiting transaction waiting', async () => {
    const spell = await build(await coin());
    await send(spell.hex);
    const address = await rpc<string>('getnewaddress');
    await rpc('generateblock', [address, []]);
    expect(await mempool()).toEqual([spell.txid]);
    await rpc('generateblock', [address, [spell.txid]]);
    expect(await mempool()).toEqual([]);
  });
});

describe('the front door', () => {
  const post = async (body: unknown, password = chain.password) => {
    const authorization = `Basic ${Buffer.from(`${chain.user}:${password}`).toString('base64')}`;
    return fetch(chain.url, { method: 'POST', headers: { authorization }, body: JSON.stringify(body) });
  };

  test('answers batches in order, its own methods and the node’s alike', async () => {
    const spell = await build(await coin());
    const response = await post([
      { id: 1, method: 'getblockcount', params: [] },
      { id: 2, method: 'sendrawtransaction', params: [spell.hex] },
      { id: 3, method: 'getrawmempool', params: { verbose: false } },
      { id: 4, method: 'getmempoolentry', params: ['00'.repeat(32)] },
      { id: 5, method: 'nosuchmethod' },
    ]);
    const replies = (await response.json()) as {
      id: number;
      result: unknown;
      error: { code: number } | null;
    }[];
    expect(replies.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5]);
    expect(replies.map(({ error }) => error?.code)).toEqual([undefined, undefined, undefined, -5, -32601]);
    expect(replies[1]?.result).toBe(spell.txid);
    expect(replies[2]?.result).toEqual([spell.txid]);
    await chain.mine();
  });

  test('speaks both versions of JSON-RPC as the node does', async () => {
    const params = ['00'.repeat(32)];
    const old = await post({ id: 'a', method: 'getmempoolentry', params });
    expect(old.status).toBe(500);
    expect(await old.json()).toMatchObject({ id: 'a', result: null, error: { code: -5 } });
    const two = await post({ jsonrpc: '2.0', id: 'b', method: 'getmempoolentry', params });
    expect(two.status).toBe(200);
    const reply = (await two.json()) as Record<string, unknown>;
    expect(reply).toMatchObject({ jsonrpc: '2.0', id: 'b', error: { code: -5 } });
    expect(reply).not.toHaveProperty('result');
  });

  test('refuses a wrong password for every method', async () => {
    expect((await post({ id: 1, method: 'getrawmempool' }, 'wrong')).status).toBe(401);
    expect((await post({ id: 1, method: 'getblockcount' }, 'wrong')).status).toBe(401);
  });

  test('makes a node that refuses spells one that takes them', async () => {
    expect(await acceptsSpells(rpc)).toBe(true);
  });

  test('does not open on any chain but regtest', async () => {
    const foreign = createServer((_request, response) =>
      response.end(JSON.stringify({ result: { chain: 'main' }, error: null, id: 1 })),
    );
    await new Promise<void>((done) => foreign.listen(0, '127.0.0.1', done));
    const url = `http://127.0.0.1:${(foreign.address() as AddressInfo).port}`;
    try {
      const opening = startRelay({ node: { url, user: 'u', password: 'p' } });
      await expect(opening).rejects.toMatchObject({ code: 'WRONG_CHAIN' });
    } finally {
      foreign.close();
    }
  });
});

test('what waits in the side pool survives a restart of the relay', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'charmbills-relay-'));
  const direct = { ...chain, url: chain.nodeUrl };
  try {
    const file = join(folder, 'side-pool.json');
    const input = await coin();
    const spell = await build(input);
    const before = await startRelay({ node: direct, file });
    await rpcCaller(before)('sendrawtransaction', [spell.hex]);
    await before.stop();

    const after = await startRelay({ node: direct, file });
    expect(await rpcCaller(after)('getrawmempool')).toEqual([spell.txid]);
    await rpcCaller(after)('generatetodescriptor', [1, 'raw(51)#8lvh9jxk']);
    expect(await rpcCaller(after)('getrawmempool')).toEqual([]);
    expect(await rpc('gettxout', [input.txid, input.vout])).toBeNull();
    await after.stop();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

/** Changes one bit of the first witness signature. */
function breakSignature(hex: string): string {
  const at = hex.lastIndexOf('0247') + 4 + 20;
  const position = at > 24 ? at : hex.length - 120;
  const digit = (Number.parseInt(hex[position] ?? '0', 16) ^ 1).toString(16);
  return hex.slice(0, position) + digit + hex.slice(position + 1);
}

/** Points the first input at a transaction that does not exist. */
function missingInput(hex: string): string {
  const start = '02000000000101'.length;
  return hex.slice(0, start) + '11'.repeat(32) + hex.slice(start + 64);
}
