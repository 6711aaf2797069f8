import type { CombinedError } from '@urql/core';
import type { ErrorCode } from './error-codes.generated.ts';

/** What went wrong between here and the API, as a person can be told. */
export interface ApiProblem {
  /** `OFFLINE` when no answer came. */
  readonly code: ErrorCode | 'OFFLINE';
  /** A sentence for people, as the API says it. */
  readonly message: string;
  /** The input that is wrong, as `input.name`; undefined when it is none of them. */
  readonly field: string | undefined;
  /** Whether the same may succeed later without any change. */
  readonly retryable: boolean;
  readonly facts: Readonly<Record<string, unknown>>;
}

export const NO_ANSWER: ApiProblem = {
  code: 'OFFLINE',
  message: '',
  field: undefined,
  retryable: true,
  facts: {},
};

/** The first thing that is wrong in an answer of the API. */
export function toApiProblem(error: CombinedError): ApiProblem {
  const [first] = error.graphQLErrors;
  if (first === undefined) return NO_ANSWER;
  const { code, retryable, facts } = first.extensions;
  const known = (facts ?? {}) as { readonly field?: unknown };
  return {
    code: (code ?? 'INTERNAL') as ErrorCode,
    message: first.message,
    field: typeof known.field === 'string' ? known.field : undefined,
    retryable: retryable === true,
    facts: { ...known },
  };
}
