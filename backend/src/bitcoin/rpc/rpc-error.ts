/** Codes of Bitcoin Core that are acted upon (src/rpc/protocol.h). */
export const RPC_CODE = {
  /** The block, transaction or address is not known. */
  notFound: -5,
  /** A parameter is out of range; `scantxoutset` says so while another scan runs. */
  invalidParameter: -8,
  /** A transaction cannot be checked, mostly because an input is missing or spent. */
  verifyError: -25,
  /** The rules refuse the transaction or block. */
  verifyRejected: -26,
  /** The transaction is in a block already. */
  alreadyInChain: -27,
  /** The node is starting. */
  inWarmup: -28,
} as const;

/** The node answered with an error of its own. Not for the public: who calls decides what it means. */
export class RpcError extends Error {
  override readonly name = 'RpcError';

  constructor(
    readonly method: string,
    /** The node's code, see {@link RPC_CODE}. */
    readonly rpcCode: number,
    /** The node's words. */
    readonly reason: string,
  ) {
    super(`${method}: ${reason} (${rpcCode})`);
  }
}
