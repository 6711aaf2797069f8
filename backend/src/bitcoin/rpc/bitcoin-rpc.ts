import type { RpcError } from './rpc-error.ts';

export interface RpcRequest {
  readonly method: string;
  readonly params?: readonly unknown[];
}

export interface RpcCallOptions {
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds until one attempt is given up, instead of the client's own. */
  readonly timeoutMs?: number | undefined;
}

/**
 * A Bitcoin node's JSON-RPC. In answers, whole numbers are `number` (`bigint` beyond 2^53) and numbers with a
 * fraction, amounts of bitcoin among them, are text: see `satsFromDecimal`.
 */
export interface BitcoinRpc {
  /** @throws RpcError what the node answered; NodeUnavailableError when it does not answer */
  call<T>(method: string, params?: readonly unknown[], options?: RpcCallOptions): Promise<T>;
  /** Several calls in one request, answered in order; an error of one leaves the others whole. */
  batch<T>(requests: readonly RpcRequest[], options?: RpcCallOptions): Promise<(T | RpcError)[]>;
  /** Calls sent so far, each of a batch and each repetition counted. */
  readonly callCount: number;
}

export interface BitcoinRpcOptions {
  readonly url: string;
  readonly user: string;
  readonly password: string;
  /** The node's `.cookie`, used instead of user and password and read again when the node has restarted. */
  readonly cookieFile?: string | undefined;
  /** Milliseconds until one attempt is given up. */
  readonly timeoutMs: number;
  /** How reads are repeated when the node does not answer. */
  readonly retry?: { readonly attempts: number; readonly baseDelayMs: number };
}
