import { type Data, encodeData, encodePlanState, planApp } from '@charmbills/charms';
import { describe, expect, it } from 'vitest';
import { CONTRACT_VK } from '../src/contract.ts';
import { appData, encodeContractInput, txData } from '../src/contract-input.ts';
import {
  acceptsBytes,
  MERCHANT,
  OTHER_IDENTITY,
  planMint,
  type Run,
  STATE,
  SUBSCRIBER,
  subscribe,
} from './testing/fixture.ts';

const valid = subscribe(1n);
const input = encodeContractInput(valid.app, valid.tx, valid.x, valid.w);

/** The input with its transaction's entries changed: undefined removes a key. */
function withEntries(run: Run, changes: Readonly<Record<string, Data | undefined>>): Uint8Array {
  const entries = new Map(txData(run.tx));
  for (const [key, value] of Object.entries(changes)) {
    if (value === undefined) entries.delete(key);
    else entries.set(key, value);
  }
  return encodeData([appData(run.app), entries, run.x, run.w]);
}

/** The valid input with one stretch of bytes replaced, where it occurs for the first time. */
function replaced(from: readonly number[], to: readonly number[]): Uint8Array {
  const at = Buffer.from(input).indexOf(Buffer.from(from));
  if (at < 0) throw new Error('the bytes to replace are not there');
  return Buffer.concat([input.subarray(0, at), Buffer.from(to), input.subarray(at + from.length)]);
}

const hashesAsBytes = [valid.app.identity, valid.app.vk].map((hex) => Buffer.from(hex, 'hex'));
const text = (word: string) => [0x60 + word.length, ...Buffer.from(word)];

describe('malformed CBOR', () => {
  it('is told from the well-formed', () => {
    expect(acceptsBytes(input)).toBe(true);
  });

  it('is refused when nothing is there', () => {
    expect(acceptsBytes(new Uint8Array())).toBe(false);
  });

  it('is refused wherever it is cut off', () => {
    for (let length = 0; length < input.length; length++) {
      expect(acceptsBytes(input.subarray(0, length)), `${length} bytes`).toBe(false);
    }
  });

  it.each([[0x00], [0xf6], [0xff], [0x84]])('is refused with the trailing byte %d', (byte) => {
    expect(acceptsBytes(Uint8Array.of(...input, byte))).toBe(false);
  });

  it('is refused with a trailing byte behind a private input', () => {
    const { app, tx, x, w } = planMint();
    expect(acceptsBytes(Uint8Array.of(...encodeContractInput(app, tx, x, w), 0x00))).toBe(false);
  });

  it.each([
    ['an indefinite array', [0x84], [0x9f]],
    ['an indefinite map', text('price'), [0x7f, ...text('price'), 0xff]],
    ['a reserved length', [0x84], [0x9c]],
    ['too few items', [0x84], [0x83]],
    ['too many items', [0x84], [0x85]],
    ['a longer integer than needed', [0x61, 0x74], [0x78, 0x01, 0x74]],
    ['a 16-bit count where 8 do', [0x98, 0x20], [0x99, 0x00, 0x20]],
    [
      'an array that says it is longer than the input',
      [0x84],
      [0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
    ],
    ['a tagged app', [0x84], [0x84, 0xc1]],
    ['a map for the app', [0x84, 0x83], [0x84, 0xa3]],
    ['a text that is not the tag', [0x61, 0x74], [0x61, 0x75]],
    ['an octet over 255', [0x98, 0x20], [0x98, 0x20, 0x19, 0x01]],
  ])('is refused: %s', (_, from, to) => {
    expect(acceptsBytes(replaced(from, to))).toBe(false);
  });

  it('is refused when a UTXO id is not 36 bytes', () => {
    for (const length of [0, 35, 37]) {
      expect(acceptsBytes(withEntries(valid, { ins: [[new Uint8Array(length), new Map()]] }))).toBe(false);
    }
  });

  it('is refused when a name is not UTF-8', () => {
    const names = [[0xff], [0xc0, 0x80], [0xe0, 0x9f, 0xbf], [0xed, 0xa0, 0x80], [0xf0, 0x8f, 0xbf, 0xbf]];
    names.push(
      [0xf4, 0x90, 0x80, 0x80],
      [0xf5, 0x80, 0x80, 0x80],
      [0xc3],
      [0xe2, 0x82],
      [0xf0, 0x9f, 0x92],
      [0x80],
    );
    for (const name of names) {
      const run = planMint({ name: 'n'.repeat(name.length) });
      const bytes = Buffer.from(encodeContractInput(run.app, run.tx, run.x, run.w));
      expect(acceptsBytes(bytes)).toBe(true);
      bytes.set(name, bytes.indexOf(Buffer.from(text('n'.repeat(name.length)))) + 1);
      expect(acceptsBytes(bytes), Buffer.from(name).toString('hex')).toBe(false);
    }
  });
});

describe('the transaction', () => {
  it.each(['ins', 'refs', 'outs', 'coin_ins', 'coin_outs'])('is refused without %s', (key) => {
    expect(acceptsBytes(withEntries(valid, { [key]: undefined }))).toBe(false);
  });

  it.each(['ins', 'refs', 'outs', 'coin_ins', 'coin_outs'])('is refused with %s of a wrong type', (key) => {
    for (const value of [null, 1n, 'x', new Map(), [1n]]) {
      expect(acceptsBytes(withEntries(valid, { [key]: value }))).toBe(false);
    }
  });

  it.each(['ins', 'refs', 'outs', 'coin_ins', 'coin_outs'])('is refused with %s twice', (key) => {
    // "prev_txs" gives way to a second entry of the key, so that the count of entries stays right.
    const value = txData(valid.tx).get(key) ?? null;
    const without = withEntries(valid, { prev_txs: undefined, app_public_inputs: undefined });
    const end = without.length - 2;
    const mapAt = Buffer.from(without).indexOf(Buffer.from(text('ins'))) - 1;
    const second = Buffer.concat([Buffer.from(text(key)), encodeData(value)]);
    const doubled = Buffer.concat([without.subarray(0, end), second, without.subarray(end)]);
    expect(acceptsBytes(without)).toBe(true);
    doubled.writeUInt8(doubled.readUInt8(mapAt) + 1, mapAt);
    expect(acceptsBytes(doubled)).toBe(false);
  });

  it('may have fields that a later protocol adds', () => {
    expect(
      acceptsBytes(withEntries(valid, { fees: [1n, new Map<Data, Data>([['x', -5n]]), 1.5, true, null] })),
    ).toBe(true);
  });

  it('may list its fields in another order', () => {
    const reversed = new Map([...txData(valid.tx)].reverse());
    expect(acceptsBytes(encodeData([appData(valid.app), reversed, null, null]))).toBe(true);
  });

  it('may be large, up to 32 MiB', () => {
    const withText = (bytes: number) => {
      const header = Buffer.of(0x7a, 0, 0, 0, 0);
      header.writeUInt32BE(bytes, 1);
      return withLater(Buffer.concat([header, Buffer.alloc(bytes, 'a')]));
    };
    expect(acceptsBytes(withText(31 * 1024 * 1024))).toBe(true);
    expect(acceptsBytes(withText(33 * 1024 * 1024))).toBe(false);
  });

  it('is refused when an octet is over 255, whatever its low bits', () => {
    const octets = (bytes: Uint8Array) => Array.from(bytes, BigInt);
    const over = (bytes: Uint8Array) =>
      octets(bytes).map((octet, index) => (index === 5 ? octet + 256n : octet));
    const coins = (dest: Data): Data => [
      new Map<Data, Data>([
        ['amount', 0n],
        ['dest', octets(SUBSCRIBER)],
      ]),
      new Map<Data, Data>([
        ['amount', STATE.priceSats],
        ['dest', dest],
      ]),
    ];
    expect(acceptsBytes(withEntries(valid, { coin_outs: coins(octets(MERCHANT)) }))).toBe(true);
    expect(acceptsBytes(withEntries(valid, { coin_outs: coins(over(MERCHANT)) }))).toBe(false);
  });

  it('may write octets as a byte string', () => {
    const coinOut = (amount: bigint, dest: Uint8Array) =>
      new Map<Data, Data>([
        ['amount', amount],
        ['dest', dest],
      ]);
    const coin_outs = [coinOut(0n, SUBSCRIBER), coinOut(STATE.priceSats, MERCHANT)];
    const outs = [new Map<Data, Data>([[['t', ...hashesAsBytes], 1n]]), new Map()];
    expect(acceptsBytes(withEntries(valid, { coin_outs, outs }))).toBe(true);
    expect(acceptsBytes(withEntries(valid, { coin_outs: [...coin_outs].reverse(), outs }))).toBe(true);
    expect(
      acceptsBytes(withEntries(valid, { coin_outs: [coinOut(0n, MERCHANT), coinOut(1n, MERCHANT)], outs })),
    ).toBe(false);
  });
});

describe('charms', () => {
  const app = appData(valid.app);

  it('of one app are refused twice on a UTXO', () => {
    const twice = new Map<Data, Data>([
      [appData(valid.app), 1n],
      [app, 1n],
    ]);
    expect(acceptsBytes(withEntries(valid, { outs: [new Map([[app, 1n]]), new Map()] }))).toBe(true);
    // Paid for both, so that it is the repetition that is refused.
    const paidTwice = subscribe(2n);
    expect(acceptsBytes(withEntries(paidTwice, { outs: [new Map([[app, 2n]]), new Map()] }))).toBe(true);
    expect(acceptsBytes(withEntries(paidTwice, { outs: [twice, new Map()] }))).toBe(false);
  });

  it('of the plan are refused twice on a UTXO', () => {
    const run = planMint();
    const entry = (): [Data, Data] => [appData(run.app), encodePlanState(STATE)];
    expect(acceptsBytes(withEntries(run, { outs: [new Map([entry()])] }))).toBe(true);
    expect(acceptsBytes(withEntries(run, { outs: [new Map([entry(), entry()])] }))).toBe(false);
    // Also where no rule looks at plans: nothing is minted here.
    const nothing = { ins: [], refs: [], coin_ins: [], outs: [new Map([entry()]), new Map()] };
    expect(acceptsBytes(withEntries(valid, nothing))).toBe(true);
    const repeated = { ...nothing, outs: [new Map([entry(), entry()]), new Map()] };
    expect(acceptsBytes(withEntries(valid, repeated))).toBe(false);
  });

  it.each<[string, Data]>([
    ['arrays', [[[]]]],
    ['a negative number', -1n],
    ['the largest number', 2n ** 64n - 1n],
    ['a fraction', 1.1],
    ['bytes', new Uint8Array(300)],
    ['text', 'text'],
    ['false', false],
  ])('of other apps may hold %s', (_, data) => {
    const run = planMint();
    const charms = new Map<Data, Data>([
      [appData(run.app), encodePlanState(STATE)],
      [appData({ ...planApp(OTHER_IDENTITY, CONTRACT_VK), tag: '🧡' }), data],
    ]);
    expect(acceptsBytes(withEntries(run, { outs: [charms] }))).toBe(true);
  });

  it('nested deeper than the protocol reads are refused', () => {
    expect(acceptsBytes(withLater(nested(250)))).toBe(true);
    expect(acceptsBytes(withLater(nested(300)))).toBe(false);
    expect(acceptsBytes(withLater(nested(1_000_000)))).toBe(false);
  });
});

/** The valid input with a further field of this value. */
function withLater(value: Uint8Array): Uint8Array {
  const marker = 'replace-me';
  const bytes = Buffer.from(withEntries(valid, { later: marker }));
  const at = bytes.indexOf(Buffer.from(text(marker)));
  return Buffer.concat([bytes.subarray(0, at), value, bytes.subarray(at + text(marker).length)]);
}

/** A number in an array in an array, and so on. */
function nested(depth: number): Uint8Array {
  return Buffer.concat([Buffer.alloc(depth, 0x81), Buffer.of(0)]);
}
