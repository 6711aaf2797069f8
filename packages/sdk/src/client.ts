import { CharmBillsError } from './errors.ts';
import type { Operation } from './operation.ts';
import { send } from './send.ts';

export interface ClientOptions {
  /** Of the GraphQL endpoint, such as `https://billing.example/graphql`. */
  readonly url: string;
  /** An API key, or the token of a session. Without one only what is public answers. */
  readonly token?: string;
  /** For one attempt; 30 seconds unless given. */
  readonly timeoutMs?: number;
  /** Attempts after the first; 3 unless given. */
  readonly retries?: number;
  /** Before the first retry; each further wait is twice as long, and all vary by half. 250 ms unless given. */
  readonly backoffMs?: number;
  /** The longest that is waited because the server asks for it; 60 seconds unless given. */
  readonly maxWaitMs?: number;
  /** In place of the global one. */
  readonly fetch?: typeof fetch;
}

export interface RequestOptions {
  /** Calls the request off, with all its retries. */
  readonly signal?: AbortSignal;
}

export interface Client {
  /**
   * Asks for one operation. What may safely be repeated is repeated when the way or the server fails: queries, and
   * mutations with an idempotency key, which is made up where the operation takes one and none is given. Other mutations
   * are repeated only when the server says that it has not begun them.
   * @throws CharmBillsError
   */
  request<Data, Variables extends object>(
    operation: Operation<Data, Variables>,
    variables: Variables,
    options?: RequestOptions,
  ): Promise<Data>;
}

/** Takes an `idempotencyKey` of its own, beside its other variables. */
const TAKES_KEY = /\$idempotencyKey\b/;
const IS_MUTATION = /^\s*mutation\b/;

/** A client of the CharmBills API. */
export function createClient(options: ClientOptions): Client {
  const { url, token, timeoutMs = 30_000, retries = 3, backoffMs = 250, maxWaitMs = 60_000 } = options;
  // Browsers want `fetch` to be called as a function of the window.
  const fetch =
    options.fetch ?? ((...args: Parameters<typeof globalThis.fetch>) => globalThis.fetch(...args));

  return {
    async request<Data, Variables extends object>(
      { text }: Operation<Data, Variables>,
      given: Variables,
      { signal }: RequestOptions = {},
    ): Promise<Data> {
      const variables = TAKES_KEY.test(text) ? withKey(given) : given;
      const repeatable = !IS_MUTATION.test(text) || hasKey(variables);
      const body = JSON.stringify({ query: text, variables });
      for (let attempt = 0; ; attempt++) {
        try {
          return (await send({ url, token, body, timeoutMs, signal, fetch })) as Data;
        } catch (error) {
          if (attempt >= retries || !(error instanceof CharmBillsError) || !mayRepeat(error, repeatable)) {
            throw error;
          }
          const wait = waitAfter(error) ?? backoffMs * 2 ** attempt * (0.5 + Math.random() / 2);
          if (wait > maxWaitMs) throw error;
          await sleep(wait, signal);
        }
      }
    },
  };
}

/** A rate limit is spent before anything is done; after any other failure nobody knows what was. */
function mayRepeat({ retryable, code }: CharmBillsError, repeatable: boolean): boolean {
  return retryable && (repeatable || code === 'RATE_LIMITED');
}

/** In milliseconds, where the server has said how long. */
function waitAfter({ facts }: CharmBillsError): number | undefined {
  return typeof facts.seconds === 'number' ? facts.seconds * 1_000 : undefined;
}

function withKey(variables: object): object {
  return hasKey(variables) ? variables : { ...variables, idempotencyKey: crypto.randomUUID() };
}

function hasKey(variables: object): boolean {
  const { idempotencyKey, input } = variables as { idempotencyKey?: unknown; input?: unknown };
  if (typeof idempotencyKey === 'string') return true;
  return typeof input === 'object' && input !== null && hasKey(input);
}

function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal?.addEventListener('abort', stop, { once: true });
  });
}
