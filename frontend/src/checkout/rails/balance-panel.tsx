'use client';
import { useState } from 'react';
import { useQuery } from 'urql';
import { useFormats } from '../../format/format-context.tsx';
import { useKeyedAction } from '../../graphql/use-action.ts';
import { Button, LinkButton } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { KeyValues } from '../../ui/key-values.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ProblemText } from '../../ui/states.tsx';
import { usePanelStrings } from '../panel-strings.ts';
import type { RailPanelProps } from '../rail-panel-props.ts';
import { SignedInHere } from '../signed-in-here.tsx';
import { BalanceToPayWithDocument, PayFromBalanceDocument } from './rails.generated.ts';

/** Paying at once from what one has here. */
export default function BalancePanel(props: RailPanelProps) {
  const { signIn } = usePanelStrings();
  return (
    <SignedInHere title={signIn.balance}>
      <BalancePayment {...props} />
    </SignedInHere>
  );
}

function BalancePayment({ invoice, onInvoice }: RailPanelProps) {
  const { balance: t, charms } = usePanelStrings();
  const format = useFormats();
  const [result, refetch] = useQuery({ query: BalanceToPayWithDocument });
  const pay = useKeyedAction(PayFromBalanceDocument);
  const [asking, setAsking] = useState(false);
  const { id: invoiceId, currency, amountDue } = invoice;
  const price = format.money(amountDue, currency);
  const confirm = async () => {
    const { data } = await pay.run({ invoiceId });
    setAsking(false);
    if (data) onInvoice(data.payInvoiceFromBalance);
  };
  return (
    <Loaded result={result} onRetry={() => refetch({ requestPolicy: 'network-only' })}>
      {({ wallet: { balances } }) => {
        const own = balances.find((each) => each.kind === 'WALLET' && each.currency === currency);
        const available = BigInt(own?.available ?? 0);
        const left = available - BigInt(amountDue);
        return (
          <div className="flex flex-col gap-4">
            <KeyValues
              items={[
                [t.have, <Sum key="have" text={format.money(available, currency)} />],
                [t.pay, <Sum key="pay" text={price} />],
                left >= 0n && [t.left, <Sum key="left" text={format.money(left, currency)} />],
              ]}
            />
            {pay.problem?.code === 'NOT_FOUND' ? (
              <Notice tone="bad" title={charms.notYours} />
            ) : (
              <ProblemText problem={pay.problem} />
            )}
            {left < 0n ? (
              <Notice
                tone="warn"
                title={t.tooLittle(format.money(-left, currency))}
                actions={
                  <LinkButton href="/wallet" prefetch={false}>
                    {t.wallet}
                  </LinkButton>
                }
              />
            ) : (
              <Button look="primary" size="large" onClick={() => setAsking(true)}>
                {t.button(price)}
              </Button>
            )}
            <ConfirmDialog
              open={asking}
              onOpenChange={setAsking}
              title={t.confirmTitle(price)}
              action={t.button(price)}
              busy={pay.busy}
              onConfirm={confirm}
            >
              <p>{t.confirmText(invoice.merchant.name)}</p>
            </ConfirmDialog>
          </div>
        );
      }}
    </Loaded>
  );
}

function Sum({ text }: { readonly text: string }) {
  return <span className="font-medium tabular-nums">{text}</span>;
}
