'use client';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useMerchant } from '../dashboard/merchant-context.tsx';
import { useAction } from '../graphql/use-action.ts';
import { Button } from '../ui/button.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { TextField } from '../ui/field.tsx';
import { ProblemText } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';
import { CreditNoteDialog } from './credit-note-dialog.tsx';
import {
  DeleteDraftDocument,
  GiveUpInvoiceDocument,
  type InvoiceFactsFragment,
  OpenInvoiceDocument,
  UseCreditDocument,
  VoidInvoiceDocument,
} from './invoices.generated.ts';
import { useInvoicesStrings } from './invoices-strings.ts';

type Asked = 'open' | 'remove' | 'void' | 'giveUp' | 'note';

/** What a merchant can do with an invoice as it stands; what cannot be taken back is asked once more. */
export function InvoiceActions({
  invoice,
  onEdit,
  onDone,
}: {
  readonly invoice: InvoiceFactsFragment;
  readonly onEdit: () => void;
  readonly onDone: () => void;
}) {
  const t = useInvoicesStrings();
  const toast = useToast();
  const router = useRouter();
  const { id: merchantId } = useMerchant();
  const [asked, setAsked] = useState<Asked>();
  const [reason, setReason] = useState('');
  const open = useAction(OpenInvoiceDocument);
  const remove = useAction(DeleteDraftDocument);
  const voiding = useAction(VoidInvoiceDocument);
  const giveUp = useAction(GiveUpInvoiceDocument);
  const credit = useAction(UseCreditDocument);
  const { id: invoiceId, status, paid } = invoice;
  const done = (text: string) => {
    setAsked(undefined);
    toast.good(text);
    onDone();
  };
  const because = { invoiceId, reason: reason.trim() || null };
  const questions = {
    open: {
      title: t.openTitle,
      text: t.openText,
      action: t.open,
      of: open,
      run: async () => (await open.run({ invoiceId })).data && done(t.opened),
    },
    remove: {
      title: t.removeTitle,
      text: t.removeText,
      action: t.remove,
      of: remove,
      run: async () => (await remove.run({ invoiceId })).data && router.replace(`/m/${merchantId}/invoices`),
    },
    void: {
      title: t.voidTitle,
      text: t.voidText,
      action: t.void,
      of: voiding,
      run: async () => (await voiding.run(because)).data && done(t.voided),
    },
    giveUp: {
      title: t.giveUpTitle,
      text: t.giveUpText,
      action: t.giveUp,
      of: giveUp,
      run: async () => (await giveUp.run(because)).data && done(t.gaveUp),
    },
  };
  const question = asked && asked !== 'note' ? questions[asked] : undefined;
  const button = (which: Asked, text: string) => (
    <Button size="small" onClick={() => setAsked(which)}>
      {text}
    </Button>
  );
  return (
    <>
      {status === 'DRAFT' && (
        <>
          {button('remove', t.remove)}
          <Button size="small" onClick={onEdit}>
            {t.edit}
          </Button>
          <Button size="small" look="primary" onClick={() => setAsked('open')}>
            {t.open}
          </Button>
        </>
      )}
      {status === 'OPEN' && (
        <>
          <Button
            size="small"
            busy={credit.busy}
            onClick={async () => {
              const { data, problem } = await credit.run({ invoiceId });
              if (data) done(t.creditUsed);
              else toast.bad(problem.message);
            }}
          >
            {t.useCredit}
          </Button>
          {button('giveUp', t.giveUp)}
          {paid === '0' && button('void', t.void)}
        </>
      )}
      {(status === 'OPEN' || status === 'PAID') && button('note', t.creditNote)}
      {question && (
        <ConfirmDialog
          open
          onOpenChange={() => setAsked(undefined)}
          title={question.title}
          action={question.action}
          danger={asked !== 'open'}
          busy={question.of.busy}
          onConfirm={question.run}
        >
          <p>{question.text}</p>
          {(asked === 'void' || asked === 'giveUp') && (
            <TextField
              label={t.reason}
              optional
              maxLength={500}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
          <ProblemText problem={question.of.problem} />
        </ConfirmDialog>
      )}
      {asked === 'note' && (
        <CreditNoteDialog
          invoice={invoice}
          onClose={() => setAsked(undefined)}
          onDone={(number) => done(t.noteWritten(number))}
        />
      )}
    </>
  );
}
