'use client';
import type { CombinedError, TypedDocumentNode } from '@urql/core';
import { useState } from 'react';
import { useClient, useQuery } from 'urql';

interface Page<Row> {
  readonly nodes: readonly Row[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor?: string | null | undefined };
}

export interface List<Row> {
  /** Undefined until the first page is there. */
  readonly rows: readonly Row[] | undefined;
  readonly error: CombinedError | undefined;
  readonly hasMore: boolean;
  readonly loadingMore: boolean;
  loadMore(): Promise<void>;
  refetch(): void;
  /** Every row there is, asked for page by page; throws CombinedError. */
  all(): AsyncGenerator<Row>;
}

/**
 * A list that comes page by page. The first page is kept up to date as the cache is; what was loaded beyond it is let go
 * of when the variables change or the first page ends elsewhere.
 */
export function useList<Data, Variables extends { after?: string | null | undefined }, Row>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  pick: (data: Data) => Page<Row>,
): List<Row> {
  const client = useClient();
  const [{ data, error }, execute] = useQuery({ query: document, variables } as Parameters<
    typeof useQuery<Data, Variables>
  >[0]);
  // Null where the API refused the whole of it.
  const first = data ? pick(data) : undefined;
  const key = `${JSON.stringify(variables)} ${first?.pageInfo.endCursor ?? ''}`;
  const [further, setFurther] = useState<{
    key: string;
    pages: readonly Page<Row>[];
    error?: CombinedError;
  }>();
  const [loadingMore, setLoadingMore] = useState(false);
  const pages = further?.key === key ? further.pages : [];
  const last = pages.at(-1) ?? first;
  return {
    rows: first && [...first.nodes, ...pages.flatMap(({ nodes }) => nodes)],
    error: error ?? (further?.key === key ? further.error : undefined),
    hasMore: last?.pageInfo.hasNextPage ?? false,
    loadingMore,
    async loadMore() {
      setLoadingMore(true);
      const after = last?.pageInfo.endCursor;
      const result = await client
        .query(document, { ...variables, after }, { requestPolicy: 'network-only' })
        .toPromise();
      setFurther(
        result.data
          ? { key, pages: [...pages, pick(result.data)] }
          : { key, pages, ...(result.error && { error: result.error }) },
      );
      setLoadingMore(false);
    },
    refetch: () => execute({ requestPolicy: 'network-only' }),
    async *all() {
      let after: string | null | undefined;
      do {
        const page = { ...variables, after };
        const result = await client.query(document, page, { requestPolicy: 'network-only' }).toPromise();
        if (result.data === undefined) throw result.error;
        const { nodes, pageInfo } = pick(result.data);
        yield* nodes;
        after = pageInfo.hasNextPage ? pageInfo.endCursor : undefined;
      } while (after);
    },
  };
}
