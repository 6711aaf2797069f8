'use client';
import type { CombinedError } from '@urql/core';
import Link from 'next/link';
import { useMerchant } from '../dashboard/merchant-context.tsx';
import { useFormats } from '../format/format-context.tsx';
import { LinkButton } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { EmptyState } from '../ui/states.tsx';
import type { AttentionQuery } from './overview.generated.ts';
import { useOverviewStrings } from './overview-strings.ts';

/** What somebody should look at, the most pressing first; that nothing does is said as well. */
export function Attention({
  result,
  onRetry,
}: {
  readonly result: { readonly data?: AttentionQuery | undefined; readonly error?: CombinedError | undefined };
  readonly onRetry: () => void;
}) {
  const t = useOverviewStrings();
  return (
    <Card title={t.attention} className="min-h-80">
      <Loaded result={result} onRetry={onRetry}>
        {(data) => (data.plans.nodes.length === 0 ? <FirstPlan /> : <Things data={data} />)}
      </Loaded>
    </Card>
  );
}

function FirstPlan() {
  const t = useOverviewStrings();
  const { id: merchantId } = useMerchant();
  return (
    <EmptyState
      title={t.firstTitle}
      action={
        <LinkButton look="primary" href={`/m/${merchantId}/plans/new`}>
          {t.firstAction}
        </LinkButton>
      }
    >
      {t.firstText}
    </EmptyState>
  );
}

function Things({ data: { cosignQueue, overdue, pastDue, refunds } }: { readonly data: AttentionQuery }) {
  const t = useOverviewStrings();
  const format = useFormats();
  const { id: merchantId, testClock } = useMerchant();
  const at = (page: string) => `/m/${merchantId}/${page}`;
  const count = ({ nodes, pageInfo }: AttentionQuery['refunds']) =>
    `${nodes.length}${pageInfo.hasNextPage ? '+' : ''}`;
  const things = [
    testClock?.target && { href: at('settings'), text: t.clockMoving(format.dateTime(testClock.target)) },
    cosignQueue.length > 0 && { href: at('cosign'), text: t.toSign(cosignQueue.length) },
    ...overdue.nodes.map(({ id, number, customer, currency, amountDue }) => ({
      href: at(`invoices/${id}`),
      text: t.overdue(t.invoice(number), customer.name ?? customer.address.slice(0, 12)),
      note: format.money(amountDue, currency),
    })),
    pastDue.nodes.length > 0 && {
      href: at('subscriptions?status=PAST_DUE'),
      text: t.pastDue(count(pastDue)),
    },
    refunds.nodes.length > 0 && { href: at('refunds'), text: t.refunds(count(refunds)) },
  ].filter((thing) => !!thing);
  if (things.length === 0) {
    return (
      <div className="py-6 text-center">
        <p className="font-medium">{t.calmTitle}</p>
        <p className="text-sm text-soft">{t.calmText}</p>
      </div>
    );
  }
  return (
    <ul className="flex flex-col divide-y divide-line">
      {things.map((thing) => (
        <li key={thing.href + thing.text}>
          <Link
            href={thing.href}
            className="flex min-h-11 items-center justify-between gap-4 py-2 hover:underline"
          >
            <span>{thing.text}</span>
            {'note' in thing && <span className="shrink-0 tabular-nums">{thing.note}</span>}
          </Link>
        </li>
      ))}
    </ul>
  );
}
