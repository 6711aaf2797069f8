import { setTimeout as sleep } from 'node:timers/promises';
import { graphql } from '../graphql.ts';

const PATIENCE_MS = 150_000;
const PAUSE_MS = 100;

/** Refused by the product: asking the same again gets the same. */
export class Refused extends Error {
  readonly code: string;

  constructor(code: string, text: string) {
    super(text);
    this.code = code;
  }
}

/** Somebody signed in who asks until there is an answer, however often the other side dies meanwhile. */
export interface StubbornClient {
  readonly personId: string;
  /** The one field of the answer. @throws Refused */
  ask(query: string, variables?: Record<string, unknown>): Promise<Record<string, unknown>>;
}

export function createStubbornClient(
  url: string,
  { token, personId }: { readonly token: string; readonly personId: string },
): StubbornClient {
  return {
    personId,
    async ask(query, variables = {}) {
      for (const deadline = Date.now() + PATIENCE_MS; ; await sleep(PAUSE_MS)) {
        const answer = await graphql(url, query, { token, variables }).catch(() => undefined);
        const [error] = answer?.errors ?? [];
        if (answer !== undefined && error === undefined) return Object(Object.values(answer.data ?? {})[0]);
        const isFinal = error !== undefined && !error.extensions.retryable;
        if (isFinal) throw new Refused(error.extensions.code, answer?.text ?? '');
        if (Date.now() > deadline) throw new Error(`no answer in time: ${answer?.text ?? 'none at all'}`);
      }
    },
  };
}
