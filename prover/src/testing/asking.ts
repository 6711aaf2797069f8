import {
  buildSpell,
  type Data,
  encodeData,
  encodePlanState,
  encodeSpell,
  formatApp,
  formatOutPoint,
  type Hex,
  identityOf,
  type NormalizedSpell,
  type OutPoint,
  type PlanState,
  parseTransaction,
  planApp,
  subscriptionApp,
} from '@charmbills/charms';
import { address, Transaction } from 'bitcoinjs-lib';
import { CONTRACT_VK, contractWasm } from '../contract.ts';
import type { Coin } from '../contract-input.ts';

/** A request before it is written. */
export interface Asked {
  readonly spell: NormalizedSpell;
  readonly privateInputs: Readonly<Record<string, Data>>;
  readonly binaries: Readonly<Record<Hex, Uint8Array>>;
  readonly prevTxs: readonly Hex[];
  readonly changeAddress: string;
  readonly feeRate: number;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
  /** What the text of a refusal begins with. */
  readonly code: string | undefined;
  /** The transaction of an answer 200. */
  readonly hex: Hex;
}

const p2wpkh = (byte: number) => Uint8Array.of(0x00, 0x14, ...new Uint8Array(20).fill(byte));
const p2tr = (byte: number) => Uint8Array.of(0x51, 0x20, ...new Uint8Array(32).fill(byte));

export const MERCHANT = p2wpkh(0xaa);
export const SUBSCRIBER = p2tr(0xbb);
export const SUBSCRIBER_ADDRESS = address.toBech32(SUBSCRIBER.slice(2), 1, 'bcrt');
export const MERCHANT_ADDRESS = address.toBech32(MERCHANT.slice(2), 0, 'bcrt');
export const coin = (dest: Uint8Array, amountSats: bigint): Coin => ({ amountSats, dest });

export const STATE: PlanState = {
  name: 'Gold, monthly',
  priceSats: 50_000n,
  periodSeconds: 2_592_000n,
  merchantScript: MERCHANT,
  limit: null,
};

/** A transaction that is somebody's funding, told from others by a byte. */
export function fundingTx(byte: number, outputs: readonly Coin[]): Hex {
  const tx = new Transaction();
  tx.version = 2;
  tx.addInput(new Uint8Array(32).fill(byte), 0);
  for (const { dest, amountSats } of outputs) tx.addOutput(dest, amountSats);
  return tx.toHex();
}

export function outPointOf(hex: Hex, vout: number): OutPoint {
  return { txid: parseTransaction(Buffer.from(hex, 'hex')).txid, vout };
}

export const MERCHANT_FUNDS = fundingTx(0x01, [coin(MERCHANT, 100_000n), coin(MERCHANT, 200_000n)]);
export const SUBSCRIBER_FUNDS = fundingTx(0x02, [coin(SUBSCRIBER, 1_000_000n), coin(SUBSCRIBER, 70_000n)]);
export const GENESIS = outPointOf(MERCHANT_FUNDS, 1);
export const IDENTITY = identityOf(GENESIS);
export const PLAN = planApp(IDENTITY, CONTRACT_VK);
export const UNITS = subscriptionApp(IDENTITY, CONTRACT_VK);

const BINARIES = { [CONTRACT_VK]: contractWasm() };

/** The merchant mints the plan. */
export function askPlan(state: Partial<PlanState> = {}): Asked {
  return {
    spell: buildSpell({
      ins: [GENESIS],
      outs: [{ coin: coin(MERCHANT, 1_000n), charms: [[PLAN, encodePlanState({ ...STATE, ...state })]] }],
      mock: true,
    }),
    privateInputs: { [formatApp(PLAN)]: formatOutPoint(GENESIS) },
    binaries: BINARIES,
    prevTxs: [MERCHANT_FUNDS],
    changeAddress: MERCHANT_ADDRESS,
    feeRate: 2,
  };
}

/** A subscriber buys periods of the plan minted by a transaction. */
export function askPeriods(planTx: Hex, count = 1n, paidSats = STATE.priceSats * count): Asked {
  return {
    spell: buildSpell({
      ins: [outPointOf(SUBSCRIBER_FUNDS, 0)],
      refs: [outPointOf(planTx, 0)],
      outs: [
        { coin: coin(MERCHANT, paidSats) },
        { coin: coin(SUBSCRIBER, 1_000n), charms: [[UNITS, count]] },
      ],
      mock: true,
    }),
    privateInputs: {},
    binaries: BINARIES,
    prevTxs: [SUBSCRIBER_FUNDS, planTx],
    changeAddress: SUBSCRIBER_ADDRESS,
    feeRate: 2,
  };
}

/** A holder moves their periods to another output. */
export function askTransfer(holderTx: Hex, count = 1n): Asked {
  return {
    spell: buildSpell({
      ins: [outPointOf(holderTx, 1), outPointOf(SUBSCRIBER_FUNDS, 1)],
      outs: [{ coin: coin(SUBSCRIBER, 1_000n), charms: [[UNITS, count]] }],
      mock: true,
    }),
    privateInputs: {},
    binaries: {},
    prevTxs: [holderTx, SUBSCRIBER_FUNDS],
    changeAddress: SUBSCRIBER_ADDRESS,
    feeRate: 2,
  };
}

/** The JSON of a request. */
export function jsonOf({
  spell,
  privateInputs,
  binaries,
  prevTxs,
  changeAddress,
  feeRate,
}: Asked): Record<string, unknown> {
  const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
  const mapped = <T>(entries: Readonly<Record<string, T>>, write: (value: T) => string) =>
    Object.fromEntries(Object.entries(entries).map(([key, value]) => [key, write(value)]));
  return {
    spell: hex(encodeSpell(spell)),
    app_private_inputs: mapped(privateInputs, (data) => hex(encodeData(data))),
    binaries: mapped(binaries, (wasm) => Buffer.from(wasm).toString('base64')),
    prev_txs: prevTxs.map((bitcoin) => ({ bitcoin })),
    change_address: changeAddress,
    fee_rate: feeRate,
    chain: 'bitcoin',
  };
}

/** Sends a body as it is. */
export async function send(
  url: string,
  body: string | Uint8Array,
  contentType = 'application/json',
): Promise<Answer> {
  const response = await fetch(`${url}/spells/prove`, {
    method: 'POST',
    headers: { 'content-type': contentType },
    body: typeof body === 'string' ? body : Uint8Array.from(body),
  });
  const text = await response.text();
  const code = /^[A-Z_]+(?=: )/.exec(text)?.[0];
  return {
    status: response.status,
    text,
    code,
    hex: response.ok ? (JSON.parse(text)[0]?.bitcoin ?? '') : '',
  };
}

export function ask(url: string, asked: Asked): Promise<Answer> {
  return send(url, JSON.stringify(jsonOf(asked)));
}
