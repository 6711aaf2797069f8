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

interface WalletTransaction {
  readonly decoded: {
    readonly vout: readonly {
      readonly n: number;
      readonly value: number;
      readonly scriptPubKey: { readonly address?: string };
    }[];
  };
}

/** @param rpc a caller on the miner's wallet. */
export function createFaucet(rpc: RpcCall, minerAddress: string): Faucet {
  const mine = (blocks = 1) => rpc<string[]>('generatetoaddress', [blocks, minerAddress]);
  return {
    mine,
    fundAddress: async (address, amountSats, { confirm = true } = {}) => {
      const txid = await rpc<string>('sendtoaddress', [address, bitcoinOf(amountSats)]);
      if (confirm) await mine();
      // The wallet knows it at once; the node's index of transactions may be a moment behind a new block.
      const { decoded } = await rpc<WalletTransaction>('gettransaction', [txid, true, true]);
      const output = decoded.vout.find(({ scriptPubKey }) => scriptPubKey.address === address);
      if (output === undefined) throw new Error(`${txid} does not pay ${address}`);
      return { txid, vout: output.n, amountSats: satsOf(output.value) };
    },
  };
}
