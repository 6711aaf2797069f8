'use client';
import type { CombinedError } from '@urql/core';
import { useEffect } from 'react';
import { useQuery, useSubscription } from 'urql';
import { useConnection } from '../graphql/api-context.tsx';
import {
  type SignableTransactionFragment,
  TransactionToSignDocument,
  TransactionUpdatesDocument,
} from './transaction.generated.ts';

/** How often it is asked for while live updates do not come. */
const POLL_MS = 5_000;

export interface LiveTransaction {
  readonly transaction: SignableTransactionFragment | undefined;
  readonly error: CombinedError | undefined;
  retry(): void;
}

/** A transaction as it is now and after every step; asked for now and then while the live connection is lost. */
export function useTransaction(id: string): LiveTransaction {
  const connection = useConnection();
  const [{ data, error }, refetch] = useQuery({ query: TransactionToSignDocument, variables: { id } });
  const [live] = useSubscription({ query: TransactionUpdatesDocument, variables: { id } });
  const lost = connection === 'lost';
  useEffect(() => {
    if (!lost) return;
    const timer = setInterval(() => refetch({ requestPolicy: 'network-only' }), POLL_MS);
    return () => clearInterval(timer);
  }, [lost, refetch]);
  const pushed = lost ? undefined : live.data?.transactionUpdated;
  return {
    transaction: pushed ?? data?.transaction,
    error: data ? undefined : error,
    retry: () => refetch({ requestPolicy: 'network-only' }),
  };
}
