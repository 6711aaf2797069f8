import { Transaction } from 'bitcoinjs-lib';
import { type BitcoinNetwork, NETWORKS } from '../network.ts';
import { type BitcoinRpc, RpcError } from '../rpc/index.ts';

/** What was found out about the node that we talk to. */
export interface NodeReport {
  /** The node's name for its chain. */
  readonly chain: string;
  /** Whether that is the chain we are configured for. If not, nothing may be done with this node. */
  readonly rightChain: boolean;
  readonly height: number;
  /** Whether it would relay an output with 1 kB of data, as every spell has one; undefined when it does not tell. */
  readonly relaysSpells: boolean | undefined;
  /** The node's words when it would not. */
  readonly relayRefusal: string | undefined;
}

const SPELL_BYTES = 1_000;
/** Given once all rules that look at the transaction alone are kept. */
const INPUTS_UNKNOWN = ['missing-inputs', 'bad-txns-inputs-missingorspent'];
/** How nodes refuse data outputs: Bitcoin Core before 30, Core from 30, Knots. */
const DATA_REFUSED = ['scriptpubkey', 'datacarrier', 'bad-txns-vout-script-toolarge'];

/**
 * Asks a node which chain it is on and whether it would relay a spell. No coin is needed: a node judges the
 * outputs before it looks for the inputs, so a transaction that spends nothing known tells.
 * @throws NodeUnavailableError
 */
export async function checkNode(rpc: BitcoinRpc, network: BitcoinNetwork): Promise<NodeReport> {
  const { chain, blocks } = await rpc.call<{ chain: string; blocks: number }>('getblockchaininfo');
  const reason = await refusalOf(rpc, probe());
  const relaysSpells = INPUTS_UNKNOWN.includes(reason)
    ? true
    : DATA_REFUSED.includes(reason)
      ? false
      : undefined;
  return {
    chain,
    rightChain: chain === NETWORKS[network].chain,
    height: blocks,
    relaysSpells,
    relayRefusal: relaysSpells === true ? undefined : reason,
  };
}

function probe(): string {
  const transaction = new Transaction();
  transaction.version = 2;
  transaction.addInput(Buffer.alloc(32, 1), 0);
  transaction.addOutput(
    Buffer.concat([Buffer.of(0x6a, 0x4d, SPELL_BYTES & 0xff, SPELL_BYTES >> 8), Buffer.alloc(SPELL_BYTES)]),
    0n,
  );
  transaction.addOutput(Buffer.concat([Buffer.of(0, 20), Buffer.alloc(20, 1)]), 10_000n);
  return transaction.toHex();
}

async function refusalOf(rpc: BitcoinRpc, hex: string): Promise<string> {
  try {
    const [result] = await rpc.call<{ 'reject-reason'?: string }[]>('testmempoolaccept', [[hex]]);
    return result?.['reject-reason'] ?? 'no reason given';
  } catch (error) {
    if (error instanceof RpcError) return error.reason;
    throw error;
  }
}
