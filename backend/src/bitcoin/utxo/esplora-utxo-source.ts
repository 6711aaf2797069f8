import { z } from 'zod';
import { addressToScript } from '../address/address.ts';
import { UtxoSourceUnavailableError } from '../bitcoin.errors.ts';
import type { BitcoinNetwork } from '../network.ts';
import { checkedTransaction } from './checked-transaction.ts';
import { COINBASE_MATURITY } from './coinbase-maturity.ts';
import { createEsploraGet, type EsploraGet, type EsploraOptions } from './esplora-http.ts';
import type { Utxo, UtxoSource } from './utxo-source.ts';

const MAX_SATS = 21_000_000 * 100_000_000;
const height = z.number().int().min(0).max(0xffff_ffff);
const unspentOutputs = z.array(
  z.object({
    txid: z.string().regex(/^[0-9a-f]{64}$/),
    vout: height,
    value: z.number().int().min(0).max(MAX_SATS),
    status: z.object({ confirmed: z.boolean(), block_height: height.nullish() }),
  }),
);
const NO_TRANSACTION = '0'.repeat(64);
/** Requests under way at once. */
const PARALLEL = 5;

/**
 * Outputs as an Esplora server tells them, which leaves out what the mempool spends. It may be wrong or lie:
 * transactions are checked against their ids, and amounts only count when taken from a checked transaction,
 * since signatures commit to them.
 */
export function createEsploraUtxoSource(
  url: string,
  network: BitcoinNetwork,
  options?: EsploraOptions,
): UtxoSource {
  const get = createEsploraGet(url, options);

  async function getRawTransaction(txid: string): Promise<Buffer | undefined> {
    const raw = await get(`/tx/${txid}/raw`);
    if (raw && !checkedTransaction(raw, txid)) {
      throw new UtxoSourceUnavailableError('it answered another transaction');
    }
    return raw;
  }

  async function isCoinbase(txid: string): Promise<boolean> {
    const raw = await getRawTransaction(txid);
    return raw !== undefined && checkedTransaction(raw, txid)?.inputs[0]?.prevout.txid === NO_TRANSACTION;
  }

  return {
    getRawTransaction,
    async listUnspent(address) {
      const script = addressToScript(address, network);
      const tip = await getJson(get, '/blocks/tip/height', height);
      const outputs = await getJson(get, `/address/${encodeURIComponent(address)}/utxo`, unspentOutputs);
      const confirmed = outputs.flatMap(({ txid, vout, value, status }): Utxo[] => {
        if (!status.confirmed || typeof status.block_height !== 'number') return [];
        // The server may have learnt of a block between the two answers.
        const confirmations = Math.max(1, tip - status.block_height + 1);
        return [{ outPoint: { txid, vout }, amountSats: BigInt(value), script, confirmations }];
      });
      return withoutImmature(confirmed, isCoinbase);
    },
  };
}

async function withoutImmature(utxos: readonly Utxo[], isCoinbase: (txid: string) => Promise<boolean>) {
  const young = utxos.filter(({ confirmations }) => confirmations < COINBASE_MATURITY);
  const waiting = [...new Set(young.map(({ outPoint }) => outPoint.txid))];
  const immature = new Set<string>();
  const worker = async () => {
    for (let txid = waiting.pop(); txid !== undefined; txid = waiting.pop()) {
      if (await isCoinbase(txid)) immature.add(txid);
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, worker));
  return utxos.filter(
    ({ outPoint, confirmations }) => confirmations >= COINBASE_MATURITY || !immature.has(outPoint.txid),
  );
}

async function getJson<T>(get: EsploraGet, path: string, schema: z.ZodType<T>): Promise<T> {
  const body = await get(path);
  if (body === undefined) throw new UtxoSourceUnavailableError(`it has no ${path}`);
  try {
    return schema.parse(JSON.parse(body.toString('utf8')));
  } catch (cause) {
    throw new UtxoSourceUnavailableError('its answer is not what Esplora answers', { cause });
  }
}
