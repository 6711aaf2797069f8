/** How to reach a Bitcoin node. */
export interface RpcEndpoint {
  readonly url: string;
  readonly user: string;
  readonly password: string;
}

/** An error that the node itself answered, with its code (see rpc/protocol.h in Bitcoin Core). */
export class RpcFailure extends Error {
  readonly code: number;
  /** The node's own words. */
  readonly text: string;

  constructor(method: string, code: number, text: string) {
    super(`${method}: ${text}`);
    this.name = 'RpcFailure';
    this.code = code;
    this.text = text;
  }
}

export type RpcCall = <T>(method: string, params?: readonly unknown[]) => Promise<T>;

interface RpcReply {
  readonly result: unknown;
  readonly error: { readonly code: number; readonly message: string } | null;
}

export function basicAuthorization(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

/**
 * A caller for a node's JSON-RPC, for the tools around the product.
 * @throws RpcFailure for an error of the node, Error for anything else (unreachable, refused, not JSON).
 */
export function rpcCaller(endpoint: RpcEndpoint, timeoutMs = 60_000): RpcCall {
  const headers = {
    authorization: basicAuthorization(endpoint.user, endpoint.password),
    'content-type': 'application/json',
  };
  return async <T>(method: string, params: readonly unknown[] = []): Promise<T> => {
    const response = await fetch(endpoint.url, {
      method: 'POST',
      headers,
      body: JSON.stringify({ jsonrpc: '1.0', id: method, method, params }),
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await response.text();
    // The node answers errors of its own with status 404 or 500 and a JSON body, a wrong password with an empty one.
    if (!text.startsWith('{')) throw new Error(`${method}: HTTP ${response.status} ${text.slice(0, 200)}`);
    const reply = JSON.parse(text) as RpcReply;
    if (reply.error !== null) throw new RpcFailure(method, reply.error.code, reply.error.message);
    return reply.result as T;
  };
}

/** Satoshi of an amount as the node writes it (a JSON number of bitcoin with at most 8 decimals: exact). */
export function satsOf(bitcoin: number): bigint {
  return BigInt(Math.round(bitcoin * 1e8));
}

/** An amount of satoshi as the node reads it. */
export function bitcoinOf(sats: bigint): string {
  const digits = sats.toString().padStart(9, '0');
  return `${digits.slice(0, -8)}.${digits.slice(-8)}`;
}
