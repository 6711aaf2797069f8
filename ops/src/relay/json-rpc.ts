import { RpcFailure } from '../stack/rpc.ts';

/** One call as a client sent it. */
export interface RpcRequest {
  readonly id?: unknown;
  readonly jsonrpc?: string;
  readonly method: string;
  readonly params?: readonly unknown[] | Readonly<Record<string, unknown>>;
}

/** One answer: with `id` and, as the version asks, both of `result` and `error` (1.x) or one of them (2.0). */
export type RpcReply = Readonly<Record<string, unknown>>;

export const RPC_INVALID_PARAMETER = -8;
export const RPC_INVALID_ADDRESS_OR_KEY = -5;
/** Refused before it was looked at: missing inputs, more than the caller's own limits. */
export const RPC_TRANSACTION_ERROR = -25;
/** Refused by the rules of the network or the mempool. */
export const RPC_TRANSACTION_REJECTED = -26;

const RPC_INTERNAL_ERROR = -32603;

export function isRequest(value: unknown): value is RpcRequest {
  return typeof value === 'object' && value !== null && typeof (value as RpcRequest).method === 'string';
}

export function success(request: RpcRequest, result: unknown): RpcReply {
  return request.jsonrpc === '2.0'
    ? { jsonrpc: '2.0', result, id: request.id }
    : { result, error: null, id: request.id ?? null };
}

export function failure(request: RpcRequest, reason: unknown): RpcReply {
  const error =
    reason instanceof RpcFailure
      ? { code: reason.code, message: reason.text }
      : { code: RPC_INTERNAL_ERROR, message: reason instanceof Error ? reason.message : String(reason) };
  return request.jsonrpc === '2.0'
    ? { jsonrpc: '2.0', error, id: request.id }
    : { result: null, error, id: request.id ?? null };
}

/** The HTTP status that Bitcoin Core gives a single reply: version 2.0 puts errors in the body alone. */
export function httpStatusOf(request: RpcRequest, reply: RpcReply): number {
  const failed = reply.error !== undefined && reply.error !== null;
  return failed && request.jsonrpc !== '2.0' ? 500 : 200;
}

/** Parameter names of the methods the relay answers, in their order: clients may pass them by name. */
const PARAMETERS: Readonly<Record<string, readonly string[]>> = {
  sendrawtransaction: ['hexstring', 'maxfeerate', 'maxburnamount'],
  testmempoolaccept: ['rawtxs', 'maxfeerate'],
  getrawmempool: ['verbose', 'mempool_sequence'],
  getmempoolinfo: [],
  getmempoolentry: ['txid'],
  getmempoolancestors: ['txid', 'verbose'],
  getmempooldescendants: ['txid', 'verbose'],
  getrawtransaction: ['txid', 'verbosity', 'blockhash'],
  gettxspendingprevout: ['outputs'],
  gettxout: ['txid', 'n', 'include_mempool'],
  generateblock: ['output', 'transactions', 'submit'],
  generatetoaddress: ['nblocks', 'address', 'maxtries'],
  generatetodescriptor: ['num_blocks', 'descriptor', 'maxtries'],
  invalidateblock: ['blockhash'],
  reconsiderblock: ['blockhash'],
};

/** The parameters in order, whether the client named them or not. */
export function positional(request: RpcRequest): readonly unknown[] {
  const { params } = request;
  if (params === undefined) return [];
  if (Array.isArray(params)) return params;
  const named = params as Readonly<Record<string, unknown>>;
  const { args, ...rest } = named;
  const values: unknown[] = Array.isArray(args) ? [...args] : [];
  const names = PARAMETERS[request.method] ?? [];
  for (const [name, value] of Object.entries(rest)) {
    const index = names.indexOf(name === 'verbose' && !names.includes(name) ? 'verbosity' : name);
    if (index < 0)
      throw new RpcFailure(request.method, RPC_INVALID_PARAMETER, `Unknown named parameter ${name}`);
    values[index] = value;
  }
  return values;
}
