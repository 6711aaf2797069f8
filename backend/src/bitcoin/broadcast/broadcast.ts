import { parseTransaction } from '@charmbills/charms';
import { BroadcastRejectedError } from '../bitcoin.errors.ts';
import { type BitcoinRpc, RPC_CODE, RpcError } from '../rpc/index.ts';

/** Codes with which the node refuses a transaction; anything else is not about the transaction. */
const REFUSALS: readonly number[] = [RPC_CODE.verifyError, RPC_CODE.verifyRejected];

/**
 * Sends a signed transaction. Sending one again that the mempool or a block already holds is a success.
 * @throws BroadcastRejectedError with the node's reason; NodeUnavailableError
 */
export async function broadcast(rpc: BitcoinRpc, raw: Uint8Array): Promise<void> {
  try {
    await rpc.call('sendrawtransaction', [Buffer.from(raw).toString('hex')]);
  } catch (error) {
    if (!(error instanceof RpcError)) throw error;
    if (error.rpcCode === RPC_CODE.alreadyInChain) return;
    if (!REFUSALS.includes(error.rpcCode)) throw error;
    if (await isInBlock(rpc, raw)) return;
    throw new BroadcastRejectedError(error.reason);
  }
}

/** A transaction that was mined and spent further is refused for its missing inputs, not as known. */
async function isInBlock(rpc: BitcoinRpc, raw: Uint8Array): Promise<boolean> {
  try {
    const found = await rpc.call<{ blockhash?: string; confirmations?: number }>('getrawtransaction', [
      parseTransaction(raw).txid,
      true,
    ]);
    return (found.confirmations ?? 0) > 0;
  } catch (error) {
    // Unknown, or the node keeps no index of transactions: then the refusal stands.
    if (error instanceof RpcError) return false;
    throw error;
  }
}
