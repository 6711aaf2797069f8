'use client';
import type { AnyVariables, TypedDocumentNode } from '@urql/core';
import { useCallback, useRef, useState } from 'react';
import { useClient } from 'urql';
import { type ApiProblem, NO_ANSWER, toApiProblem } from './api-problem.ts';

export type Outcome<Data> =
  | { readonly data: Data; readonly problem?: undefined }
  | { readonly data?: undefined; readonly problem: ApiProblem };

export interface Action<Data, Variables> {
  /** Does it, and gives what came of it, or why it was refused, which `problem` then shows as well. */
  run(variables: Variables): Promise<Outcome<Data>>;
  readonly busy: boolean;
  /** What came of it the last time that it worked. */
  readonly last: Data | undefined;
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
  const [last, setLast] = useState<Data>();
  const run = useCallback(
    async (variables: Variables): Promise<Outcome<Data>> => {
      setBusy(true);
      setProblem(undefined);
      const { data, error } = await client.mutation(document, variables).toPromise();
      setBusy(false);
      if (data !== undefined && error === undefined) {
        setLast(data);
        return { data };
      }
      const refused = error ? toApiProblem(error) : NO_ANSWER;
      setProblem(refused);
      return { problem: refused };
    },
    [client, document],
  );
  return { run, busy, last, problem, clear: useCallback(() => setProblem(undefined), []) };
}

/**
 * A mutation that takes an idempotency key, which this brings along. While no answer came, the same wish keeps its key: to
 * press again does nothing twice. Another wish, or the same after an answer, is a new one.
 */
export function useKeyedAction<
  Data,
  Variables extends AnyVariables & { idempotencyKey?: string | null | undefined },
>(document: TypedDocumentNode<Data, Variables>): Action<Data, Omit<Variables, 'idempotencyKey'>> {
  const action = useAction(document);
  const open = useRef<{ readonly wish: string; readonly key: string }>(undefined);
  const { run: runAction } = action;
  const run = useCallback(
    async (variables: Omit<Variables, 'idempotencyKey'>) => {
      const wish = JSON.stringify(variables);
      if (open.current?.wish !== wish) open.current = { wish, key: crypto.randomUUID() };
      const result = await runAction({ ...variables, idempotencyKey: open.current.key } as Variables);
      if (result.problem === undefined || result.problem.code !== 'OFFLINE') open.current = undefined;
      return result;
    },
    [runAction],
  );
  return { ...action, run };
}
