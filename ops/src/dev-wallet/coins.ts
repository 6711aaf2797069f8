import { charmsByOutput, parseTransaction, readSpell } from '@charmbills/charms';
import { type RpcCall, RpcFailure, satsOf } from '../stack/rpc.ts';

/** An unspent output of an address, as JSON has it. */
export interface DevCoin {
  readonly txid: string;
  readonly vout: number;
  /** Decimal text. */
  readonly amountSats: string;
  /** 0 while it waits for a block. */
  readonly confirmations: number;
  /** Whether it holds a token or a plan, which spending it for its sats would burn. */
  readonly carriesCharm: boolean;
}

interface Scan {
  readonly height: number;
  readonly unspents: readonly {
    readonly txid: string;
    readonly vout: number;
    readonly amount: number;
    readonly height: number;
  }[];
}

interface WaitingTransaction {
  readonly txid: string;
  readonly vin: readonly { readonly txid?: string; readonly vout?: number }[];
  readonly vout: readonly {
    readonly n: number;
    readonly value: number;
    readonly scriptPubKey: { readonly address?: string };
  }[];
}

type Found = Omit<DevCoin, 'carriesCharm'>;

/** What the node answers while another scan runs: it does one at a time. */
const SCAN_IN_PROGRESS = -8;
const SCAN_ATTEMPTS = 100;
const SCAN_PAUSE_MS = 50;

/** The coins of an address: in blocks, with what waits for a block taken into account. */
export async function coinsOf(rpc: RpcCall, address: string): Promise<DevCoin[]> {
  const waiting = await waitingTransactions(rpc);
  const { unspents, height } = await scan(rpc, address);
  const confirmed: Found[] = unspents.map((coin) => ({
    txid: coin.txid,
    vout: coin.vout,
    amountSats: String(satsOf(coin.amount)),
    confirmations: height - coin.height + 1,
  }));
  const unconfirmed: Found[] = waiting.flatMap(({ txid, vout }) =>
    vout
      .filter(({ scriptPubKey }) => scriptPubKey.address === address)
      .map(({ n, value }) => ({ txid, vout: n, amountSats: String(satsOf(value)), confirmations: 0 })),
  );
  const spent = new Set(waiting.flatMap(({ vin }) => vin.map(({ txid, vout }) => `${txid}:${vout}`)));
  // A block may have been found between the two questions: then a coin is in both answers.
  const all = new Map([...unconfirmed, ...confirmed].map((coin) => [`${coin.txid}:${coin.vout}`, coin]));
  const unspent = [...all].flatMap(([outpoint, coin]) => (spent.has(outpoint) ? [] : [coin]));
  return Promise.all(
    unspent.map(async (coin) => ({ ...coin, carriesCharm: await carriesCharm(rpc, coin.txid, coin.vout) })),
  );
}

async function waitingTransactions(rpc: RpcCall): Promise<WaitingTransaction[]> {
  const txids = await rpc<string[]>('getrawmempool');
  const found = await Promise.all(
    txids.map((txid) =>
      // It may have left the mempool since: into a block, or replaced.
      rpc<WaitingTransaction>('getrawtransaction', [txid, true]).catch((error: unknown) => {
        if (error instanceof RpcFailure) return undefined;
        throw error;
      }),
    ),
  );
  return found.filter((transaction) => transaction !== undefined);
}

async function scan(rpc: RpcCall, address: string): Promise<Scan> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await rpc<Scan>('scantxoutset', ['start', [`addr(${address})`]]);
    } catch (error) {
      const busy = error instanceof RpcFailure && error.code === SCAN_IN_PROGRESS;
      if (!busy || attempt === SCAN_ATTEMPTS) throw error;
      await new Promise((resolve) => setTimeout(resolve, SCAN_PAUSE_MS));
    }
  }
}

async function carriesCharm(rpc: RpcCall, txid: string, vout: number): Promise<boolean> {
  const hex = await rpc<string>('getrawtransaction', [txid]);
  try {
    const found = readSpell(parseTransaction(Buffer.from(hex, 'hex')));
    return found !== undefined && (charmsByOutput(found.spell)[vout]?.length ?? 0) > 0;
  } catch {
    // Something like a spell that nobody can read: better left alone.
    return true;
  }
}
