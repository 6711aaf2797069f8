import type { RpcCall } from '../stack/rpc.ts';
import { accept, NO_LIMITS } from './accept.ts';
import { followChain } from './follow-chain.ts';
import { failure, positional, type RpcReply, type RpcRequest, success } from './json-rpc.ts';
import { type Method, mempoolMethods } from './mempool-methods.ts';
import { miningMethods } from './mining-methods.ts';
import { loadPool, poolSaver } from './pool-file.ts';
import { orUndefined, type RelayState } from './relay-state.ts';
import { SidePool } from './side-pool.ts';

const METHODS: Readonly<Record<string, Method>> = { ...mempoolMethods, ...miningMethods };

export interface Relay {
  /** True for methods that the relay answers itself; all others are the node's. */
  readonly answers: (method: string) => boolean;
  /** Answers one such call; `node` calls the node as the client would. */
  readonly answer: (request: RpcRequest, node: RpcCall) => Promise<RpcReply>;
  /** Resolves when everything under way is done and saved. */
  readonly idle: () => Promise<void>;
}

/** Opens the relay on a node, with what an earlier run left waiting in `file`. */
export async function openRelay(node: RpcCall, file: string | undefined): Promise<Relay> {
  const saved = file === undefined ? undefined : await loadPool(file);
  const tip = saved?.tip ?? (await node<string>('getbestblockhash'));
  const state: RelayState = { node, pool: new SidePool(), evicted: new Set(saved?.evicted), tip };
  for (const hex of saved?.transactions ?? []) await orUndefined(accept(state, hex, NO_LIMITS));
  const save = file === undefined ? async () => undefined : poolSaver(file);

  // One at a time: each call sees the side pool as the one before it left it.
  let queue: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = queue.then(work);
    queue = turn.catch(() => undefined);
    return turn;
  };

  return {
    answers: (method) => METHODS[method] !== undefined,
    answer: async (request, client) => {
      const method = METHODS[request.method];
      if (method === undefined) throw new Error(`the relay does not answer ${request.method}`);
      try {
        const result = await inTurn(async () => {
          await followChain(state);
          const params = positional(request);
          const answer = await method(state, params, () => client(request.method, params));
          await save(state);
          return answer;
        });
        return success(request, result);
      } catch (error) {
        return failure(request, error);
      }
    },
    idle: () => inTurn(() => save(state)),
  };
}
