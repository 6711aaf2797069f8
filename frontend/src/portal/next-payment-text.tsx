'use client';
import { useFormats } from '../format/format-context.tsx';
import { nextPayment } from './next-payment.ts';
import type { PortalSubscriptionFragment } from './portal.generated.ts';
import { usePortalStrings } from './portal-strings.ts';

/** When how much is paid next, where nothing is owed at present. */
export function NextPaymentText({ subscription }: { readonly subscription: PortalSubscriptionFragment }) {
  const t = usePortalStrings();
  const format = useFormats();
  const next = nextPayment(subscription);
  switch (next.kind) {
    case 'none':
      return t.noInvoice;
    case 'paused':
      return t.pausedNext;
    case 'over':
      return t.over(format.date(next.at));
    case 'ends':
      return t.nothingNext(format.date(next.at));
    case 'by hand':
      return t.renewYourself(format.dateTime(next.at));
    case 'renewal':
      return t.nextOn(format.money(next.amount, next.currency), format.date(next.at));
    case 'after trial':
      return t.trialNext(format.money(next.amount, next.currency), format.date(next.at));
  }
}
