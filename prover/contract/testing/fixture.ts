import {
  type App,
  type Data,
  encodePlanState,
  formatOutPoint,
  identityOf,
  type OutPoint,
  type PlanState,
  planApp,
  subscriptionApp,
} from '@charmbills/charms';
import { runWasi } from '../../src/app-runner/wasi.ts';
import { CONTRACT_VK, contractWasm } from '../../src/contract.ts';
import { type Charms, type Coin, type ContractTx, encodeContractInput } from '../../src/contract-input.ts';

/** One run of a contract before it is encoded. */
export interface Run {
  readonly app: App;
  readonly tx: ContractTx;
  readonly x: Data;
  readonly w: Data;
}

const wasm = contractWasm();

/** Runs the committed binary. A trap is a refusal; anything else that goes wrong is an error. */
export function acceptsBytes(input: Uint8Array): boolean {
  try {
    runWasi(wasm, input);
    return true;
  } catch (error) {
    if (error instanceof WebAssembly.RuntimeError) return false;
    throw error;
  }
}

export function accepts({ app, tx, x, w }: Run): boolean {
  return acceptsBytes(encodeContractInput(app, tx, x, w));
}

/** A P2WPKH script of one repeated byte. */
export const script = (byte: number): Uint8Array =>
  Uint8Array.of(0x00, 0x14, ...new Uint8Array(20).fill(byte));
export const outPoint = (byte: number, vout = 0): OutPoint => ({
  txid: byte.toString(16).padStart(2, '0').repeat(32),
  vout,
});

export const MERCHANT = script(0xaa);
export const SUBSCRIBER = script(0xbb);
export const GENESIS = outPoint(0x11, 3);
export const IDENTITY = identityOf(GENESIS);
export const PLAN = planApp(IDENTITY, CONTRACT_VK);
export const UNITS = subscriptionApp(IDENTITY, CONTRACT_VK);
export const OTHER_VK = 'ee'.repeat(32);
export const OTHER_IDENTITY = identityOf(outPoint(0x22));

export const STATE: PlanState = {
  name: 'Gold, monthly',
  priceSats: 50_000n,
  periodSeconds: 2_592_000n,
  merchantScript: MERCHANT,
  limit: null,
};

export const plan = (changes: Partial<PlanState> = {}): readonly [App, Data] => [
  PLAN,
  encodePlanState({ ...STATE, ...changes }),
];
export const units = (count: bigint): readonly [App, Data] => [UNITS, count];
export const coin = (dest: Uint8Array, amountSats: bigint): Coin => ({ amountSats, dest });

const EMPTY: ContractTx = {
  ins: [],
  refs: [],
  outs: [],
  coinIns: [],
  coinOuts: [],
  prevTxs: new Map(),
  appPublicInputs: [],
};

/** A UTXO with its coin and its charms. */
interface Utxo {
  readonly at: OutPoint;
  readonly coin: Coin;
  readonly charms?: Charms;
}

/** Builds a transaction whose coins fit its inputs and outputs. */
export function transaction(parts: {
  ins: readonly Utxo[];
  refs?: readonly (readonly [OutPoint, Charms])[];
  outs: readonly { coin: Coin; charms?: Charms }[];
}): ContractTx {
  const apps = new Map<string, readonly [App, Data]>();
  for (const { charms = [] } of [...parts.ins, ...parts.outs]) {
    for (const [app] of charms) apps.set(JSON.stringify(app), [app, null]);
  }
  return {
    ...EMPTY,
    ins: parts.ins.map(({ at, charms = [] }) => [at, charms]),
    refs: parts.refs ?? [],
    outs: parts.outs.map(({ charms = [] }) => charms),
    coinIns: parts.ins.map((input) => input.coin),
    coinOuts: parts.outs.map((output) => output.coin),
    prevTxs: new Map(parts.ins.map(({ at }) => [at.txid, '0200'])),
    appPublicInputs: [...apps.values()],
  };
}

export const FUNDS: Utxo = { at: outPoint(0x33), coin: coin(SUBSCRIBER, 1_000_000n) };
export const PLAN_AT = outPoint(0x44, 1);

/** The merchant mints the plan by spending its genesis. */
export function planMint(changes: Partial<PlanState> = {}): Run {
  return {
    app: PLAN,
    tx: transaction({
      ins: [FUNDS, { at: GENESIS, coin: coin(MERCHANT, 2_000n) }],
      outs: [{ coin: coin(MERCHANT, 1_000n), charms: [plan(changes)] }],
    }),
    x: null,
    w: formatOutPoint(GENESIS),
  };
}

/** The merchant spends the plan and re-creates it, or closes it when `after` is null. */
export function planUpdate(before: Partial<PlanState>, after: Partial<PlanState> | null): Run {
  return {
    app: PLAN,
    tx: transaction({
      ins: [{ at: PLAN_AT, coin: coin(MERCHANT, 1_000n), charms: [plan(before)] }, FUNDS],
      outs: [{ coin: coin(MERCHANT, 1_000n), charms: after ? [plan(after)] : [] }],
    }),
    x: null,
    w: null,
  };
}

/** A subscriber mints periods of a plan that is only referenced, and pays for them. */
export function subscribe(
  count = 1n,
  paidSats: bigint = STATE.priceSats * count,
  state: Partial<PlanState> = {},
): Run {
  return {
    app: UNITS,
    tx: transaction({
      ins: [FUNDS],
      refs: [[PLAN_AT, [plan(state)]]],
      outs: [{ coin: coin(SUBSCRIBER, 1_000n), charms: [units(count)] }, { coin: coin(MERCHANT, paidSats) }],
    }),
    x: null,
    w: null,
  };
}

/** Periods of a plan with a limit are sold: the merchant's NFT is spent and re-created. */
export function limitedSale(limit: bigint, after: Partial<PlanState>, count = 1n): Run {
  return {
    app: UNITS,
    tx: transaction({
      ins: [{ at: PLAN_AT, coin: coin(MERCHANT, 1_000n), charms: [plan({ limit })] }, FUNDS],
      outs: [
        { coin: coin(MERCHANT, 1_000n), charms: [plan(after)] },
        { coin: coin(SUBSCRIBER, 1_000n), charms: [units(count)] },
        { coin: coin(MERCHANT, STATE.priceSats * count) },
      ],
    }),
    x: null,
    w: null,
  };
}

/** The same run with some parts of its transaction replaced. */
export function withTx(run: Run, changes: Partial<ContractTx>): Run {
  return { ...run, tx: { ...run.tx, ...changes } };
}
