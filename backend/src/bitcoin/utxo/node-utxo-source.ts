import { setTimeout as sleep } from 'node:timers/promises';
import type { OutPoint } from '@charmbills/charms';
import { addressToScript } from '../address/address.ts';
import { NodeUnavailableError } from '../bitcoin.errors.ts';
import type { BitcoinNetwork } from '../network.ts';
import { type BitcoinRpc, RPC_CODE, RpcError, satsFromDecimal } from '../rpc/index.ts';
import { checkedTransaction } from './checked-transaction.ts';
import { COINBASE_MATURITY } from './coinbase-maturity.ts';
import type { Utxo, UtxoSource } from './utxo-source.ts';

interface ScanResult {
  readonly success: boolean;
  /** Of the chain's tip at the time of the scan. */
  readonly height: number;
  readonly unspents: readonly {
    readonly txid: string;
    readonly vout: number;
    readonly amount: string;
    readonly height: number;
    readonly coinbase?: boolean;
  }[];
}

interface Spender extends OutPoint {
  readonly spendingtxid?: string;
}

const BUSY_ATTEMPTS = 20;
const BUSY_DELAY_MS = 100;

/**
 * Outputs as our own node knows them. It scans the whole set of unspent outputs for each question, which takes
 * milliseconds on regtest and most of a minute on a public network: those use Esplora. Old transactions are
 * found when the node runs with `txindex=1`.
 */
export function createNodeUtxoSource(rpc: BitcoinRpc, network: BitcoinNetwork): UtxoSource {
  return {
    async listUnspent(address) {
      const script = addressToScript(address, network);
      const { unspents, height: tip } = await scan(rpc, address);
      const mature = unspents.filter(
        ({ coinbase, height }) => !coinbase || tip - height + 1 >= COINBASE_MATURITY,
      );
      const free = await unspentInMempool(rpc, mature);
      return free.map(
        ({ txid, vout, amount, height }): Utxo => ({
          outPoint: { txid, vout },
          amountSats: satsFromDecimal(amount),
          script,
          confirmations: tip - height + 1,
        }),
      );
    },

    async getRawTransaction(txid) {
      try {
        const raw = Buffer.from(await rpc.call<string>('getrawtransaction', [txid]), 'hex');
        if (!checkedTransaction(raw, txid)) throw new NodeUnavailableError('it answered another transaction');
        return raw;
      } catch (error) {
        if (error instanceof RpcError && error.rpcCode === RPC_CODE.notFound) return undefined;
        throw error;
      }
    },
  };
}

/** A node scans for one caller at a time: wait for our turn, for a while. */
async function scan(rpc: BitcoinRpc, address: string): Promise<ScanResult> {
  for (let left = BUSY_ATTEMPTS; ; left--) {
    try {
      const result = await rpc.call<ScanResult>('scantxoutset', ['start', [`addr(${address})`]]);
      if (!result.success) throw new NodeUnavailableError('its scan was cut off');
      return result;
    } catch (error) {
      const busy = error instanceof RpcError && error.rpcCode === RPC_CODE.invalidParameter;
      if (!busy) throw error;
      if (left <= 1) throw new NodeUnavailableError('it is busy with another scan', { cause: error });
      await sleep(BUSY_DELAY_MS);
    }
  }
}

async function unspentInMempool<T extends OutPoint>(rpc: BitcoinRpc, outputs: readonly T[]): Promise<T[]> {
  if (outputs.length === 0) return [];
  const spenders = await rpc.call<readonly Spender[]>('gettxspendingprevout', [
    outputs.map(({ txid, vout }) => ({ txid, vout })),
  ]);
  return outputs.filter((_output, index) => spenders[index]?.spendingtxid === undefined);
}
