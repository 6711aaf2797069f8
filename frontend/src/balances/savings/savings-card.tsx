'use client';
import { useFormats } from '../../format/format-context.tsx';
import { toDecimal } from '../../format/money.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { KeyValues } from '../../ui/key-values.tsx';
import { shortRate } from '../shared/short-rate.ts';
import type { SavingsFactsFragment } from './savings.generated.ts';
import { useSavingsStrings } from './savings-strings.ts';

/** Parts per million as people write a percentage, to the last. */
const yearly = (ratePpm: number) => `${shortRate(toDecimal(BigInt(ratePpm), 4))}%`;

/** What is saved of one currency, and what it earns. */
export function SavingsCard({
  currency,
  own,
  ratePpm,
  next,
  onMove,
}: {
  readonly currency: string;
  /** Undefined before anything was saved. */
  readonly own: SavingsFactsFragment | undefined;
  readonly ratePpm: number;
  /** The rate that is announced. */
  readonly next: { readonly ratePpm: number; readonly fromDay: string } | undefined;
  readonly onMove: (direction: 'in' | 'out') => void;
}) {
  const t = useSavingsStrings();
  const format = useFormats();
  const saved = own !== undefined && BigInt(own.balance) > 0n;
  return (
    <Card title={currency} description={ratePpm > 0 ? `${yearly(ratePpm)} · ${t.rate}` : t.none} stack>
      <p className="text-2xl font-semibold tracking-tight tabular-nums">
        {format.money(own?.balance ?? 0n, currency)}
      </p>
      <KeyValues
        items={[
          [t.earned, format.money(own?.earned ?? 0n, currency)],
          [t.through, own?.accruedThrough ? format.date(own.accruedThrough) : t.notYet],
          next !== undefined && [t.rate, t.next(yearly(next.ratePpm), format.date(next.fromDay))],
        ]}
      />
      <div className="flex flex-wrap gap-2">
        <Button aria-label={t.saveTitle(currency)} onClick={() => onMove('in')}>
          {t.save}
        </Button>
        <Button aria-label={t.takeOutTitle(currency)} disabled={!saved} onClick={() => onMove('out')}>
          {t.takeOut}
        </Button>
      </div>
    </Card>
  );
}
