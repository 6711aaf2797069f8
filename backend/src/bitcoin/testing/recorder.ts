import type { ChainObserver } from '../follower/chain-observer.ts';
import type { ChainTransactionRow } from '../transactions/chain-transaction.ts';

/** What observers were told, as `event:id` in order. */
export interface Recorder extends ChainObserver {
  readonly told: string[];
}

export function recorder(): Recorder {
  const told: string[] = [];
  const note = (what: string) => async (_tx: unknown, rows: readonly ChainTransactionRow[]) => {
    told.push(...rows.map(({ id, failure }) => [what, id, failure].filter(Boolean).join(' ')));
  };
  return {
    told,
    onBroadcast: note('broadcast'),
    onConfirmed: note('confirmed'),
    onSettled: note('settled'),
    onUnconfirmed: note('unconfirmed'),
    onFailed: note('failed'),
    async onBlockConnected(_tx, { height }) {
      told.push(`connected ${height}`);
    },
    async onBlockDisconnected(_tx, { height }) {
      told.push(`disconnected ${height}`);
    },
  };
}
