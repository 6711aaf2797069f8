/** A call that a page made to a fake wallet. */
export interface Call {
  readonly method: string;
  readonly params: unknown;
}

export interface FakeWindow {
  btc_providers?: unknown[];
  XverseProviders?: unknown;
  LeatherProvider?: unknown;
  unisat?: unknown;
}

/** What a wallet says when a person declines: sats-connect’s code, and EIP-1193’s. */
export const DECLINED = { code: -32000, message: 'User rejected request' };
export const NOT_FOUND = { code: -32601, message: 'Method not found' };

type Handler = (params: unknown) => unknown;

/** Thrown by a handler: the error of the JSON-RPC answer. */
export class RpcError extends Error {
  readonly error: { readonly code: number; readonly message: string };

  constructor(error: { readonly code: number; readonly message: string }) {
    super(error.message);
    this.error = error;
  }
}

/** A provider as Xverse puts it into pages (WBIP 001): errors are answers. `calls` tells what it was asked. */
export function wbipProvider(handlers: Readonly<Record<string, Handler>>) {
  const calls: Call[] = [];
  const request = async (method: string, params: unknown) => {
    const message = { jsonrpc: '2.0', id: String(calls.length) };
    if (method === 'getInfo') {
      const result = { version: '1.9.0', platform: 'web', methods: Object.keys(handlers), supports: [] };
      return { ...message, result };
    }
    calls.push({ method, params });
    try {
      const handler = handlers[method];
      if (handler === undefined) throw new RpcError(NOT_FOUND);
      return { ...message, result: await handler(params) };
    } catch (error) {
      if (error instanceof RpcError) return { ...message, error: error.error };
      throw error;
    }
  };
  return { request, calls };
}

/** A provider as Leather puts it into pages: it rejects with the answer that holds the error. */
export function leatherProvider(handlers: Readonly<Record<string, Handler>>) {
  const { request, calls } = wbipProvider(handlers);
  return {
    calls,
    request: async (method: string, params: unknown) => {
      const answer = await request(method, params ?? {});
      if ('error' in answer) throw answer;
      return answer;
    },
  };
}
