export { decimalFromSats, satsFromDecimal } from './amount.ts';
export type { BitcoinRpc, BitcoinRpcOptions, RpcCallOptions, RpcRequest } from './bitcoin-rpc.ts';
export { createBitcoinRpc } from './create-bitcoin-rpc.ts';
export { RPC_CODE, RpcError } from './rpc-error.ts';
export { withSignal } from './with-signal.ts';
