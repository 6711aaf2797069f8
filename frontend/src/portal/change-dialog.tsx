'use client';
import type { TypedDocumentNode } from '@urql/core';
import { type ReactNode, useState } from 'react';
import { useQuery } from 'urql';
import { useFormats } from '../format/format-context.tsx';
import { useKeyedAction } from '../graphql/use-action.ts';
import { Button, LinkButton } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/field.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { Notice } from '../ui/notice.tsx';
import { ProblemText } from '../ui/states.tsx';
import { useBillingWords } from '../words/billing-words.ts';
import { ChangePreview } from './change-preview.tsx';
import { Choice } from './choice.tsx';
import {
  type ChangeMySubscriptionMutationVariables,
  ChangeOptionsDocument,
  type PortalSubscriptionFragment,
  PreviewChangeDocument,
} from './portal.generated.ts';
import { usePortalStrings } from './portal-strings.ts';

type Changing = Pick<PortalSubscriptionFragment, 'id' | 'quantity' | 'status' | 'paidThrough'> & {
  readonly price: { readonly id: string };
  readonly pendingChange: object | null;
};

interface ChangeAnswer<Changed> {
  readonly changeSubscription: { readonly invoiceId: string | null; readonly subscription: Changed };
}

/**
 * Another plan, price or quantity: what it comes to is shown exactly, and that is what is charged or credited. For whose
 * subscription it is, and for somebody of its merchant.
 */
export function ChangeDialog<Changed>({
  subscription,
  document,
  notice,
  askedFor,
  onClose,
  onChanged,
  onDone,
}: {
  readonly subscription: Changing;
  readonly document: TypedDocumentNode<ChangeAnswer<Changed>, ChangeMySubscriptionMutationVariables>;
  /** What whoever changes it should know before. */
  readonly notice?: ReactNode;
  /** On behalf of the subscriber: how the button names an amount, and what is said once its invoice is open. */
  readonly askedFor?: {
    readonly confirm: (amount: string) => string;
    readonly title: string;
    readonly text: string;
    readonly action: (invoiceId: string) => ReactNode;
  };
  readonly onClose: () => void;
  /** The change is made or under way. */
  readonly onChanged: (changed: Changed) => void;
  /** It is all done: what to say of it. */
  readonly onDone: (text: string) => void;
}) {
  const t = usePortalStrings();
  const words = useBillingWords();
  const format = useFormats();
  const { id: subscriptionId, price: own, paidThrough, pendingChange } = subscription;
  const [priceId, setPriceId] = useState(own.id);
  const [quantityText, setQuantityText] = useState(String(subscription.quantity));
  const [when, setWhen] = useState<'NOW' | 'PERIOD_END'>('NOW');
  const [toPay, setToPay] = useState<string>();
  const [options] = useQuery({ query: ChangeOptionsDocument, variables: { subscriptionId } });
  const quantity = /^[1-9]\d{0,5}$/.test(quantityText) ? Number(quantityText) : undefined;
  const same = priceId === own.id && quantity === subscription.quantity;
  const [preview, refetch] = useQuery({
    query: PreviewChangeDocument,
    variables: { subscriptionId, priceId, quantity: quantity ?? null },
    pause: same || quantity === undefined,
    requestPolicy: 'network-only',
  });
  const change = useKeyedAction(document);
  const counted = preview.fetching || same ? undefined : preview.data?.previewChange;

  const run = async (target: {
    readonly priceId: string;
    readonly quantity: number;
    readonly drop?: boolean;
  }) => {
    const later = when === 'PERIOD_END' || target.drop === true;
    const { data, problem } = await change.run({
      subscriptionId,
      priceId: target.priceId,
      quantity: target.quantity,
      at: later ? null : (counted?.at ?? null),
      when: later ? 'PERIOD_END' : 'NOW',
    });
    if (problem?.field?.endsWith('at')) refetch({ requestPolicy: 'network-only' });
    if (data === undefined) return;
    const { invoiceId, subscription: changed } = data.changeSubscription;
    onChanged(changed);
    if (!later && invoiceId !== null) setToPay(invoiceId);
    else onDone(target.drop ? t.droppedChange : later ? t.changesLater : t.changed);
  };

  if (toPay !== undefined) {
    return (
      <Dialog
        open
        onOpenChange={onClose}
        title={askedFor?.title ?? t.changeOpenTitle}
        description={askedFor?.text ?? t.changeOpenText}
      >
        <div className="flex justify-end">
          {askedFor?.action(toPay) ?? (
            <LinkButton look="primary" prefetch={false} href={`/pay/${toPay}`}>
              {t.payNow}
            </LinkButton>
          )}
        </div>
      </Dialog>
    );
  }
  const due =
    counted && counted.amountDue !== '0' ? format.money(counted.amountDue, counted.currency) : undefined;
  return (
    <Dialog open onOpenChange={onClose} title={t.changeTitle} description={t.changeLead}>
      <Loaded result={options}>
        {({ changeOptions }) => (
          <fieldset className="flex flex-col gap-2">
            <legend className="mb-2 text-sm font-medium">{t.plans}</legend>
            {changeOptions.map(({ plan, price }) => (
              <Choice
                key={price.id}
                name="price"
                checked={price.id === priceId}
                onChoose={() => setPriceId(price.id)}
                title={price.nickname ? `${plan.name} (${price.nickname})` : plan.name}
                text={price.id === own.id ? t.current : plan.description}
                end={words.price(format.money(price.amount, price.currency), words.every(price.interval))}
              />
            ))}
          </fieldset>
        )}
      </Loaded>
      <TextField
        label={t.quantity}
        inputMode="numeric"
        value={quantityText}
        aria-invalid={quantity === undefined || undefined}
        onChange={(event) => setQuantityText(event.target.value.trim())}
      />
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-2 text-sm font-medium">{t.when}</legend>
        <Choice
          name="when"
          checked={when === 'NOW'}
          onChoose={() => setWhen('NOW')}
          title={t.now}
          text={t.nowHint}
        />
        {paidThrough && (
          <Choice
            name="when"
            checked={when === 'PERIOD_END'}
            onChoose={() => setWhen('PERIOD_END')}
            title={t.periodEnd}
            text={t.periodEndHint(format.date(paidThrough))}
          />
        )}
      </fieldset>
      {same ? (
        <Notice
          title={t.noChange}
          actions={
            pendingChange && (
              <Button
                size="small"
                busy={change.busy}
                onClick={() => run({ priceId: own.id, quantity: subscription.quantity, drop: true })}
              >
                {t.dropChange}
              </Button>
            )
          }
        />
      ) : (
        when === 'NOW' && (
          <ChangePreview
            preview={counted}
            error={preview.fetching ? undefined : preview.error}
            trial={subscription.status === 'TRIALING'}
          />
        )
      )}
      {!same && notice}
      <ProblemText problem={change.problem} />
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>{t.goBack}</Button>
        <Button
          look="primary"
          busy={change.busy}
          disabled={same || counted === undefined}
          onClick={() => quantity !== undefined && run({ priceId, quantity })}
        >
          {when === 'PERIOD_END'
            ? t.confirmLater
            : due
              ? (askedFor?.confirm ?? t.confirmPay)(due)
              : t.confirmNow}
        </Button>
      </div>
    </Dialog>
  );
}
