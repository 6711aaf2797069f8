'use client';
import type { AnyVariables, TypedDocumentNode } from '@urql/core';
import { useCallback, useRef, useState } from 'react';
import { useClient } from 'urql';
import { type ApiProblem, toApiProblem } from './api-problem.ts';

export interface Action<Data, Variables> {
  /** Does it, and gives what came of it; undefined when it was refused, which `problem` then tells. */
  run(variables: Variables): Promise<Data | undefined>;
  readonly busy: boolean;
  readonly problem: ApiProblem | undefined;
  clear(): void;
}

/** A mutation as something that a person does: one at a time, with what went wrong to show beside it. */
export function useAction<Data, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
): Action<Data, Variables> {
  const client = useClient();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem>();
  const run = useCallback(
    async (variables: Variables) => {
      setBusy(true);
      setProblem(undefined);
      const { data, error } = await client.mutation(document, variables).toPromise();
      setBusy(false);
      if (error) setProblem(toApiProblem(error));
      return error ? undefined : data;
    },
    [client, document],
  );
  return { run, busy, problem, clear: useCallback(() => setProblem(undefined), []) };
}

/**
 * A key by which the API knows a repeated request: the same until `renew`, so that pressing again after a lost answer does
 * nothing twice. Renew it when the thing was done, or when what is asked for changes.
 */
export function useIdempotencyKey(): { current(): string; renew(): void } {
  const key = useRef<string>(undefined);
  return {
    current() {
      key.current ??= crypto.randomUUID();
      return key.current;
    },
    renew() {
      key.current = undefined;
    },
  };
}
