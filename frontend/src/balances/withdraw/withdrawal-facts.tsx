'use client';
import { useFormats } from '../../format/format-context.tsx';
import { Card } from '../../ui/card.tsx';
import { CopyButton, Shortened } from '../../ui/copy-button.tsx';
import { KeyValues } from '../../ui/key-values.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { Steps } from '../../ui/steps.tsx';
import { assetText } from '../shared/asset-text.ts';
import { partStates } from '../shared/progress.ts';
import { useWalletWords } from '../shared/wallet-words.ts';
import { useWithdrawStrings } from './withdraw-strings.ts';
import { WITHDRAWAL_PROGRESS } from './withdrawal-progress.ts';
import type { WithdrawalFactsFragment } from './withdrawals.generated.ts';

/** What is sent where, and how far it is. */
export function WithdrawalFacts({ withdrawal }: { readonly withdrawal: WithdrawalFactsFragment }) {
  const t = useWithdrawStrings();
  const words = useWalletWords();
  const format = useFormats();
  const { status, amount, fee, currency, address, addressExtra, approvalsNeeded } = withdrawal;
  const states = partStates(WITHDRAWAL_PROGRESS[status], 4);
  const labels = [t.steps.locked, t.steps.approved(approvalsNeeded), t.steps.handed, t.steps.sent];
  const at = WITHDRAWAL_PROGRESS[status].done;
  const details: Partial<Record<typeof status, string>> = {
    REQUESTED: t.waiting,
    UNKNOWN: t.unknown,
    REJECTED: t.givenBack,
    FAILED: t.givenBack,
    CANCELED: t.givenBack,
  };
  return (
    <div className="grid items-start gap-6 xl:grid-cols-2">
      <Card
        title={format.money(amount, currency)}
        description={assetText(withdrawal)}
        actions={<StateBadge word={words.withdrawal[status]} />}
      >
        <KeyValues
          items={[
            [
              words.address,
              <span key="address" className="font-mono text-sm break-all">
                {address}
              </span>,
            ],
            addressExtra !== null && [words.memo, addressExtra],
            [t.arrives, format.money(amount, currency)],
            [t.fee, format.money(fee, currency)],
            [t.total, format.money(BigInt(amount) + BigInt(fee), currency)],
            [t.created, format.dateTime(withdrawal.createdAt)],
            withdrawal.networkTxid !== null && [
              t.txid,
              <span key="txid" className="flex flex-wrap items-center gap-2">
                <Shortened text={withdrawal.networkTxid} />
                <CopyButton text={withdrawal.networkTxid} />
              </span>,
            ],
            withdrawal.problem !== null && [t.note, withdrawal.problem],
          ]}
        />
      </Card>
      <Card title={t.progress}>
        <Steps
          label={t.progress}
          steps={labels.map((label, part) => ({
            label,
            state: states[part] ?? 'waiting',
            detail: part === Math.min(at, labels.length - 1) ? details[status] : undefined,
          }))}
        />
      </Card>
    </div>
  );
}
