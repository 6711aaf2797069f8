'use client';
import { useState } from 'react';
import { useFormats } from '../../format/format-context.tsx';
import { useAction } from '../../graphql/use-action.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { KeyValues } from '../../ui/key-values.tsx';
import { ProblemText } from '../../ui/states.tsx';
import { useToast } from '../../ui/toast.tsx';
import { DecisionDialog } from '../decision-dialog.tsx';
import { useOperatorStrings } from '../operator-strings.ts';
import {
  ApproveWithdrawalDocument,
  type QueuedWithdrawalFactsFragment,
  ReconcileWithdrawalDocument,
  RejectWithdrawalDocument,
} from './withdrawals.generated.ts';
import { useWithdrawalsStrings } from './withdrawals-strings.ts';

export type Decision = 'approve' | 'reject' | 'reconcile';

interface Deciding {
  readonly withdrawal: QueuedWithdrawalFactsFragment;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** What an operator decides about a withdrawal. */
export function WithdrawalDecision({ how, ...deciding }: Deciding & { readonly how: Decision }) {
  if (how === 'approve') return <Approval {...deciding} />;
  return how === 'reject' ? <Rejection {...deciding} /> : <Reconciliation {...deciding} />;
}

function Facts({ withdrawal }: { readonly withdrawal: QueuedWithdrawalFactsFragment }) {
  const t = useWithdrawalsStrings();
  const o = useOperatorStrings();
  const format = useFormats();
  const { amount, fee, currency, address, asset, personId } = withdrawal;
  return (
    <KeyValues
      items={[
        [o.amount, format.money(amount, currency)],
        [t.fee, format.money(fee, currency)],
        [t.asset, asset.toUpperCase()],
        [
          t.address,
          <span key="address" className="font-mono text-sm break-all">
            {address}
          </span>,
        ],
        [
          o.person,
          <span key="person" className="font-mono text-sm break-all">
            {personId}
          </span>,
        ],
      ]}
    />
  );
}

function Approval({ withdrawal, onClose, onDone }: Deciding) {
  const t = useWithdrawalsStrings();
  const toast = useToast();
  const approve = useAction(ApproveWithdrawalDocument);
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={t.approveTitle}
      action={t.approve}
      busy={approve.busy}
      onConfirm={async () => {
        const { data } = await approve.run({ withdrawalId: withdrawal.id });
        if (!data) return;
        const { approvals, approvalsNeeded } = data.approveWithdrawal;
        toast.good(approvals < approvalsNeeded ? t.approvedInPart(approvals, approvalsNeeded) : t.approved);
        onDone();
      }}
    >
      <p>{t.approveText(withdrawal.approvalsNeeded, withdrawal.approvals)}</p>
      <Facts withdrawal={withdrawal} />
      <ProblemText problem={approve.problem} />
    </ConfirmDialog>
  );
}

function Rejection({ withdrawal, onClose, onDone }: Deciding) {
  const t = useWithdrawalsStrings();
  const reject = useAction(RejectWithdrawalDocument);
  return (
    <DecisionDialog
      title={t.rejectTitle}
      action={t.reject}
      danger
      busy={reject.busy}
      problem={reject.problem}
      onClose={onClose}
      onDecide={async (reason) => {
        const { data } = await reject.run({ withdrawalId: withdrawal.id, reason });
        if (data) onDone();
      }}
    >
      <p>{t.rejectText}</p>
      <Facts withdrawal={withdrawal} />
    </DecisionDialog>
  );
}

function Reconciliation({ withdrawal, onClose, onDone }: Deciding) {
  const t = useWithdrawalsStrings();
  const reconcile = useAction(ReconcileWithdrawalDocument);
  const [paid, setPaid] = useState(true);
  const [networkTxid, setTxid] = useState('');
  return (
    <DecisionDialog
      title={t.reconcileTitle}
      action={t.reconcile}
      busy={reconcile.busy}
      problem={reconcile.problem}
      onClose={onClose}
      onDecide={async (reason) => {
        const input = {
          withdrawalId: withdrawal.id,
          paid,
          reason,
          networkTxid: paid ? networkTxid || null : null,
        };
        const { data } = await reconcile.run({ input });
        if (data) onDone();
      }}
    >
      <p>{t.reconcileText}</p>
      <Facts withdrawal={withdrawal} />
      {withdrawal.reference && (
        <p>
          {t.reference}: <code className="break-all">{withdrawal.reference}</code>
        </p>
      )}
      <SelectField
        label={t.reconcileTitle}
        value={String(paid)}
        onChange={(event) => setPaid(event.target.value === 'true')}
      >
        <option value="true">{t.paid}</option>
        <option value="false">{t.notPaid}</option>
      </SelectField>
      {paid && (
        <TextField
          label={t.txid}
          optional
          value={networkTxid}
          onChange={(event) => setTxid(event.target.value)}
        />
      )}
    </DecisionDialog>
  );
}
