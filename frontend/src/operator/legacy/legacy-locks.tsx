'use client';
import { useState } from 'react';
import { useFormats } from '../../format/format-context.tsx';
import { useAction } from '../../graphql/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { DecisionDialog } from '../decision-dialog.tsx';
import { useOperatorStrings } from '../operator-strings.ts';
import {
  CaptureLegacyLockDocument,
  type LegacyWalletFactsFragment,
  ReleaseLegacyLockDocument,
} from './legacy.generated.ts';
import { useLegacyStrings } from './legacy-strings.ts';

/** What was locked in the old system: to unlock, or to take out where it was paid outside. */
export function LegacyLocks({
  wallet: { legacyUserId, locks },
  onDone,
}: {
  readonly wallet: LegacyWalletFactsFragment;
  readonly onDone: () => void;
}) {
  const t = useLegacyStrings();
  const o = useOperatorStrings();
  const format = useFormats();
  const release = useAction(ReleaseLegacyLockDocument);
  const capture = useAction(CaptureLegacyLockDocument);
  const [deciding, setDeciding] = useState<{ readonly lockId: string; readonly isRelease: boolean }>();
  if (locks.length === 0) return null;
  return (
    <Card title={t.locks} className="xl:col-span-2">
      <DataTable
        caption={t.locks}
        rows={locks}
        rowKey={({ id }) => id}
        columns={[
          { key: 'when', title: o.when, cell: ({ createdAt }) => format.dateTime(createdAt) },
          {
            key: 'amount',
            title: o.amount,
            numeric: true,
            cell: ({ amount, currency }) => format.money(amount, currency),
          },
          {
            key: 'actions',
            title: o.actions,
            numeric: true,
            cell: ({ id: lockId }) => (
              <span className="flex justify-end gap-1">
                <Button size="small" onClick={() => setDeciding({ lockId, isRelease: true })}>
                  {t.release}
                </Button>
                <Button size="small" look="quiet" onClick={() => setDeciding({ lockId, isRelease: false })}>
                  {t.capture}
                </Button>
              </span>
            ),
          },
        ]}
      />
      {deciding && (
        <DecisionDialog
          title={deciding.isRelease ? t.releaseTitle : t.captureTitle}
          action={deciding.isRelease ? t.release : t.capture}
          danger={!deciding.isRelease}
          busy={release.busy || capture.busy}
          problem={release.problem ?? capture.problem}
          onClose={() => setDeciding(undefined)}
          onDecide={async (reason) => {
            const action = deciding.isRelease ? release : capture;
            const { data } = await action.run({ legacyUserId, lockId: deciding.lockId, reason });
            if (!data) return;
            setDeciding(undefined);
            onDone();
          }}
        >
          <p>{deciding.isRelease ? t.releaseText : t.captureText}</p>
        </DecisionDialog>
      )}
    </Card>
  );
}
