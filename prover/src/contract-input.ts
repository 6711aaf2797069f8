import {
  type App,
  compareApps,
  type Data,
  encodeData,
  encodeUtxoId,
  type Hex,
  type OutPoint,
} from '@charmbills/charms';

export type Charms = readonly (readonly [App, Data])[];

export interface Coin {
  readonly amountSats: bigint;
  /** scriptPubKey */
  readonly dest: Uint8Array;
}

/** A transaction as contracts see it. */
export interface ContractTx {
  readonly ins: readonly (readonly [OutPoint, Charms])[];
  readonly refs: readonly (readonly [OutPoint, Charms])[];
  readonly outs: readonly Charms[];
  readonly coinIns: readonly Coin[];
  readonly coinOuts: readonly Coin[];
  /** Serialised transactions by txid. */
  readonly prevTxs: ReadonlyMap<Hex, Hex>;
  /** Sorted by app. */
  readonly appPublicInputs: Charms;
}

/** What a contract reads: CBOR of `(app, tx, x, w)`, docs/protocols/charms.md "App contract interface". */
export function encodeContractInput(app: App, tx: ContractTx, x: Data, w: Data): Uint8Array {
  return encodeData([appData(app), txData(tx), x, w]);
}

/** An app id as data: `[tag, 32 integers, 32 integers]`. */
export function appData({ tag, identity, vk }: App): Data {
  return [tag, integers(Buffer.from(identity, 'hex')), integers(Buffer.from(vk, 'hex'))];
}

/** A transaction as data, its keys in the order of the protocol. */
export function txData(tx: ContractTx): ReadonlyMap<Data, Data> {
  return new Map<Data, Data>([
    ['ins', tx.ins.map(utxoData)],
    ['refs', tx.refs.map(utxoData)],
    ['outs', tx.outs.map(charmsData)],
    ['coin_ins', tx.coinIns.map(coinData)],
    ['coin_outs', tx.coinOuts.map(coinData)],
    ['prev_txs', prevTxsData(tx.prevTxs)],
    ['app_public_inputs', charmsData(tx.appPublicInputs)],
  ]);
}

export function charmsData(charms: Charms): Data {
  const sorted = [...charms].sort(([a], [b]) => compareApps(a, b));
  return new Map<Data, Data>(sorted.map(([app, data]) => [appData(app), data]));
}

function utxoData([outPoint, charms]: readonly [OutPoint, Charms]): Data {
  return [encodeUtxoId(outPoint), charmsData(charms)];
}

function coinData({ amountSats, dest }: Coin): Data {
  return new Map<Data, Data>([
    ['amount', amountSats],
    ['dest', integers(dest)],
  ]);
}

/** By txid in internal byte order. */
function prevTxsData(prevTxs: ReadonlyMap<Hex, Hex>): Data {
  const entries = [...prevTxs].map(([txid, hex]) => [Buffer.from(txid, 'hex').reverse(), hex] as const);
  entries.sort(([a], [b]) => Buffer.compare(a, b));
  return new Map<Data, Data>(
    entries.map(([txid, hex]) => [new Uint8Array(txid), new Map([['bitcoin', hex]])]),
  );
}

/** The protocol writes hashes and scripts as arrays of integers. */
function integers(bytes: Uint8Array): Data {
  return Array.from(bytes, BigInt);
}
