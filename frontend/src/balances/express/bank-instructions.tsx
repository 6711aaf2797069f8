'use client';
import type { ReactNode } from 'react';
import { useFormats } from '../../format/format-context.tsx';
import { Card } from '../../ui/card.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { KeyValues } from '../../ui/key-values.tsx';
import { Notice } from '../../ui/notice.tsx';
import { SkeletonRows } from '../../ui/states.tsx';
import { clockText, secondsLeft } from '../shared/time-left.ts';
import { useNow } from '../shared/use-now.ts';
import type { ExpressFactsFragment } from './express.generated.ts';
import { useExpressStrings } from './express-strings.ts';

/** What to write on the transfer, and until when. */
export function BankInstructions({ buy }: { readonly buy: ExpressFactsFragment }) {
  const t = useExpressStrings();
  const format = useFormats();
  const left = secondsLeft(buy.expiresAt, useNow());
  const { payTo, reference, terms } = buy;
  if (payTo === null || reference === null) {
    return (
      <Card title={t.instructions} description={t.preparing}>
        <SkeletonRows />
      </Card>
    );
  }
  return (
    <Card
      title={t.transfer(format.money(terms.payAmount, terms.fromCurrency))}
      description={t.transferText}
      stack
    >
      <KeyValues
        items={[
          [t.holder, payTo.holder],
          [t.iban, <Copied key="iban" text={payTo.iban} label={t.copyIban} />],
          [t.bic, payTo.bic],
          [t.reference, <Copied key="reference" text={reference} label={t.copyReference} />],
          [
            t.before,
            <span key="before" className="tabular-nums">
              {left === 0 ? t.over : clockText(left)}
            </span>,
          ],
        ]}
      />
      <Notice>{t.late}</Notice>
    </Card>
  );
}

function Copied({ text, label }: { readonly text: string; readonly label: string }): ReactNode {
  return (
    <span className="flex flex-wrap items-center gap-2">
      <span className="font-mono text-sm break-all">{text}</span>
      <CopyButton text={text} label={label} />
    </span>
  );
}
