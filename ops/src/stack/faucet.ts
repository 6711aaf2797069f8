import { bitcoinOf, type RpcCall, satsOf } from './rpc.ts';

/** An output that pays an address. */
export interface FundedOutput {
  readonly txid: string;
  readonly vout: number;
  readonly amountSats: bigint;
}

/** Blocks and coins on a regtest chain. */
export interface Faucet {
  /** Mines blocks with everything that waits, and returns their hashes. */
  readonly mine: (blocks?: number) => Promise<string[]>;
  /** Pays an address, and mines a block with it unless `confirm` is false. */
  readonly fundAddress: (
    address: string,
    amountSats: bigint,
    options?: { readonly confirm?: boolean },
  ) => Promise<FundedOutput>;
}

interface VerboseTransaction {
  readonly vout: readonly {
    readonly n: number;
    readonly value: number;
    readonly scriptPubKey: { readonly address?: string };
  }[];
}

/** @param rpc a caller on the miner's wallet. */
export function createFaucet(rpc: RpcCall, minerAddress: string): Faucet {
  const mine = (blocks = 1) => rpc<string[]>('generatetoaddress', [blocks, minerAddress]);
  return {
    mine,
    fundAddress: async (address, amountSats, { confirm = true } = {}) => {
      const txid = await rpc<string>('sendtoaddress', [address, bitcoinOf(amountSats)]);
      if (confirm) await mine();
      const { vout } = await rpc<VerboseTransaction>('getrawtransaction', [txid, 1]);
      const output = vout.find(({ scriptPubKey }) => scriptPubKey.address === address);
      if (output === undefined) throw new Error(`${txid} does not pay ${address}`);
      return { txid, vout: output.n, amountSats: satsOf(output.value) };
    },
  };
}
