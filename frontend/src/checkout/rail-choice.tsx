'use client';
import { useFormats } from '../format/format-context.tsx';
import { Notice } from '../ui/notice.tsx';
import type { Rail, RailOption } from './first-rail.ts';
import { usePayStrings } from './pay-strings.ts';

/** In which order they stand. A rail that is added has its place here, its words beside the others and its panel. */
const ORDER: readonly Rail[] = ['CHARMS', 'BITCOIN', 'BALANCE'];

/** The ways to pay, each with its price; those that are not open say why. */
export function RailChoice({
  options,
  amount,
  currency,
  chosen,
  onChoose,
}: {
  readonly options: readonly RailOption[];
  readonly amount: bigint;
  readonly currency: string;
  readonly chosen: Rail | undefined;
  readonly onChoose: (rail: Rail) => void;
}) {
  const t = usePayStrings();
  const format = useFormats();
  const ordered = ORDER.flatMap((rail) => options.filter((option) => option.rail === rail));
  if (!ordered.some(({ obstacle }) => obstacle === null || obstacle === 'NO_RATE')) {
    return (
      <Notice tone="warn" title={t.noRail}>
        {t.noRailText}
      </Notice>
    );
  }
  const price = format.money(amount, currency);
  // What may be open again in a moment stands with the others; what never will be is told of below.
  const shown = ordered.filter(({ obstacle }) => obstacle === null || obstacle === 'NO_RATE');
  const closed = ordered.filter((option) => !shown.includes(option));
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="mb-2 font-semibold">{t.choose}</legend>
      {shown.map(({ rail, obstacle, currency: paidIn }) => (
        <label
          key={rail}
          className="flex min-h-16 cursor-pointer items-center gap-3 rounded-control border border-line px-4 py-2.5 has-checked:border-accent has-checked:bg-accent-tint has-disabled:cursor-not-allowed"
        >
          <input
            type="radio"
            name="rail"
            value={rail}
            checked={chosen === rail}
            disabled={obstacle !== null}
            onChange={() => onChoose(rail)}
            className="size-5 shrink-0 accent-(--accent)"
          />
          <span className="min-w-0 flex-1">
            <span className={`block font-medium ${obstacle ? 'text-soft' : ''}`}>{t.rail[rail]}</span>
            <span className="block text-sm text-soft">
              {obstacle ? t.obstacle[obstacle] : t.railHint[rail]}
            </span>
          </span>
          {obstacle === null && (
            <span className="max-w-3/5 min-w-0 text-right text-sm font-medium wrap-anywhere tabular-nums">
              {paidIn === currency ? price : t.worth(price)}
            </span>
          )}
        </label>
      ))}
      {closed.map(
        ({ rail, obstacle }) =>
          obstacle && (
            <p key={rail} className="text-sm text-soft">
              {t.closed(t.rail[rail], t.obstacle[obstacle])}
            </p>
          ),
      )}
    </fieldset>
  );
}
