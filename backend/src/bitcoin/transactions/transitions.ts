import type { ChainTransactionRow } from './chain-transaction.ts';

/** `settled` is our word for a confirmed transaction that is deep enough. */
export type ChainState = 'pending' | 'confirmed' | 'settled' | 'failed';

/** What happens to a transaction. */
export type ChainTrigger = 'built' | 'broadcast' | 'connected' | 'buried' | 'disconnected' | 'failed';

/**
 * Every transition there is; whatever is not here changes nothing. A failed transaction that turns up in a
 * block is confirmed after all: the chain has the last word, and may change its mind about that too.
 */
export const TRANSITIONS: Readonly<Record<ChainState, Partial<Record<ChainTrigger, ChainState>>>> = {
  pending: { built: 'pending', broadcast: 'pending', connected: 'confirmed', failed: 'failed' },
  confirmed: { buried: 'settled', disconnected: 'pending' },
  settled: { disconnected: 'pending' },
  failed: { connected: 'confirmed' },
};

export function stateOf(row: Pick<ChainTransactionRow, 'status' | 'settledAt'>): ChainState {
  return row.status === 'confirmed' && row.settledAt !== null ? 'settled' : row.status;
}

/** The states in which a trigger has an effect. */
export function statesBefore(trigger: ChainTrigger): ChainState[] {
  return (Object.keys(TRANSITIONS) as ChainState[]).filter((state) => TRANSITIONS[state][trigger]);
}
