'use client';
import type { CombinedError } from '@urql/core';
import { useFormats } from '../format/format-context.tsx';
import { ProblemNotice, Skeleton } from '../ui/states.tsx';
import type { PreviewChangeQuery } from './portal.generated.ts';
import { usePortalStrings } from './portal-strings.ts';

/** How long the API charges a preview as it was shown. */
const HELD_MS = 15 * 60_000;

/** A change, counted: what was paid and is not used, what the new price costs, and what is left to pay or is credited. */
export function ChangePreview({
  preview,
  error,
  trial,
}: {
  readonly preview: PreviewChangeQuery['previewChange'] | undefined;
  readonly error: CombinedError | undefined;
  readonly trial: boolean;
}) {
  const t = usePortalStrings();
  const format = useFormats();
  if (error) return <ProblemNotice error={error} />;
  if (preview === undefined) return <Skeleton className="h-40 w-full" />;
  const { currency, lines, unused, charge, amountDue, credit, restart, at } = preview;
  if (trial) return <p aria-live="polite">{t.onTrial}</p>;
  const difference = BigInt(charge) - BigInt(unused);
  const total = BigInt(amountDue) - BigInt(credit);
  const taxes = total - difference;
  const row = (name: string, amount: bigint) => (
    <div className="flex justify-between gap-4">
      <dt className="text-soft">{name}</dt>
      <dd className="tabular-nums">{format.money(amount, currency)}</dd>
    </div>
  );
  return (
    <section aria-label={t.preview} aria-live="polite" className="rounded-control bg-raised p-4">
      <dl className="flex flex-col gap-1.5">
        {row(lines[0]?.description ?? t.unused, -BigInt(unused))}
        {row(lines[1]?.description ?? (restart ? t.chargeRestart : t.charge), BigInt(charge))}
        {taxes !== 0n && row(t.taxes, taxes)}
        <div className="mt-2 flex justify-between gap-4 border-t border-line pt-2 text-lg font-semibold">
          <dt>{total > 0n ? t.dueNow : total < 0n ? t.creditNow : t.evens}</dt>
          <dd className="tabular-nums">
            {total !== 0n && format.money(total < 0n ? -total : total, currency)}
          </dd>
        </div>
      </dl>
      <p className="mt-2 text-sm text-soft">
        {t.exactUntil(format.dateTime(new Date(Date.parse(at) + HELD_MS)))} {total > 0n && t.creditFirst}
      </p>
    </section>
  );
}
