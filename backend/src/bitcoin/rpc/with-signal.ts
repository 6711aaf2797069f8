import type { BitcoinRpc, RpcCallOptions } from './bitcoin-rpc.ts';

/** The same client for somebody who may have to stop in the middle: every call ends when `signal` aborts. */
export function withSignal(rpc: BitcoinRpc, signal: AbortSignal): BitcoinRpc {
  const stoppable = (options: RpcCallOptions = {}): RpcCallOptions => ({
    ...options,
    signal: options.signal ? AbortSignal.any([options.signal, signal]) : signal,
  });
  return {
    get callCount() {
      return rpc.callCount;
    },
    call: (method, params, options) => rpc.call(method, params, stoppable(options)),
    batch: (requests, options) => rpc.batch(requests, stoppable(options)),
  };
}
