import { setTimeout as sleep } from 'node:timers/promises';
import { NodeUnavailableError } from '../bitcoin.errors.ts';
import type { BitcoinRpc, BitcoinRpcOptions, RpcCallOptions, RpcRequest } from './bitcoin-rpc.ts';
import { cookieCredentials, passwordCredentials } from './credentials.ts';
import { type Endpoint, postJson } from './post-json.ts';
import { isRead } from './reads.ts';
import { RPC_CODE, RpcError } from './rpc-error.ts';

const DEFAULT_RETRY = { attempts: 4, baseDelayMs: 200 };

/** A client for one node. Opens nothing by itself; connections are kept alive and shared by fetch. */
export function createBitcoinRpc(options: BitcoinRpcOptions): BitcoinRpc {
  const { url, user, password, cookieFile, timeoutMs, retry = DEFAULT_RETRY } = options;
  const credentials = cookieFile ? cookieCredentials(cookieFile) : passwordCredentials(user, password);
  const endpoint: Endpoint = { url, credentials, timeoutMs };
  let callCount = 0;

  /** One attempt; a node that is still starting counts as not answering. */
  async function attempt(requests: readonly RpcRequest[], single: boolean, call: RpcCallOptions) {
    callCount += requests.length;
    const bodies = requests.map(({ method, params = [] }, id) => ({ jsonrpc: '1.0', id, method, params }));
    const answer = await postJson(endpoint, single ? bodies[0] : bodies, call);
    return results(requests, single ? [answer] : answer);
  }

  /** Repeats what only reads; anything else is asked once, since the first asking may have had its effect. */
  async function ask(requests: readonly RpcRequest[], single: boolean, call: RpcCallOptions = {}) {
    const attempts = requests.every(({ method }) => isRead(method)) ? retry.attempts : 1;
    for (let left = attempts - 1; ; left--) {
      try {
        return await attempt(requests, single, call);
      } catch (error) {
        if (!(error instanceof NodeUnavailableError) || left <= 0) throw error;
        const ceiling = retry.baseDelayMs * 2 ** (attempts - left);
        await sleep(ceiling * (0.5 + Math.random() / 2), undefined, { signal: call.signal });
      }
    }
  }

  return {
    get callCount() {
      return callCount;
    },
    async call<T>(method: string, params: readonly unknown[] = [], call?: RpcCallOptions) {
      const [result] = await ask([{ method, params }], true, call);
      if (result instanceof RpcError) throw result;
      return result as T;
    },
    async batch<T>(requests: readonly RpcRequest[], call?: RpcCallOptions) {
      if (requests.length === 0) return [];
      return (await ask(requests, false, call)) as (T | RpcError)[];
    },
  };
}

interface Answer {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string } | null;
}

/** Answers in the order of the requests; a batch may be answered in any order. */
function results(requests: readonly RpcRequest[], answers: unknown): unknown[] {
  const byId = new Map<unknown, Answer>();
  if (Array.isArray(answers)) for (const answer of answers) if (isAnswer(answer)) byId.set(answer.id, answer);
  return requests.map(({ method }, id) => {
    const answer = byId.get(id);
    if (answer === undefined) throw new NodeUnavailableError('its answer is not one of JSON-RPC');
    if (!answer.error) return answer.result;
    const { code, message } = answer.error;
    if (code === RPC_CODE.inWarmup) throw new NodeUnavailableError(`it is starting: ${message}`);
    return new RpcError(method, code, message);
  });
}

function isAnswer(answer: unknown): answer is Answer {
  return typeof answer === 'object' && answer !== null && 'id' in answer;
}
