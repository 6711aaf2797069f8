'use client';
import { useState } from 'react';
import { useFormats } from '../../format/format-context.tsx';
import { useAction } from '../../graphql/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ProblemText } from '../../ui/states.tsx';
import { useToast } from '../../ui/toast.tsx';
import { percentText } from '../shared/percent-text.ts';
import { useValuedIn } from '../shared/use-valued-in.ts';
import { type AllocationFactsFragment, SetAllocationsDocument } from './allocations.generated.ts';
import { useAllocationsStrings } from './allocations-strings.ts';
import { parsePercent, readTargets, WHOLE_BPS } from './targets.ts';

/** A target for each currency; they can be saved once they are exactly 100 %, or none at all. */
export function TargetsForm({
  rows,
  onSaved,
}: {
  readonly rows: AllocationFactsFragment['rows'];
  readonly onSaved: () => void;
}) {
  const t = useAllocationsStrings();
  const format = useFormats();
  const toast = useToast();
  const [valuedIn] = useValuedIn();
  const action = useAction(SetAllocationsDocument);
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>(() =>
    Object.fromEntries(
      format.currencies.map(({ code }) => {
        const bps = rows.find(({ currency }) => currency === code)?.targetBps ?? 0;
        return [code, bps === 0 ? '' : percentText(bps)];
      }),
    ),
  );
  const { targets, sumBps } = readTargets(texts);
  const rest = WHOLE_BPS - sumBps;
  const percent = (bps: number) => `${percentText(Math.abs(bps))}%`;
  const save = async (wanted: readonly { readonly currency: string; readonly bps: number }[]) => {
    const { data } = await action.run({ targets: [...wanted], currency: valuedIn });
    if (!data) return;
    toast.good(t.saved);
    onSaved();
  };
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (targets) void save(targets);
      }}
    >
      <div className="grid grid-cols-2 gap-x-4 gap-y-3">
        {format.currencies.map(({ code }) => {
          const text = texts[code] ?? '';
          const wrong = text.trim() !== '' && parsePercent(text) === undefined;
          return (
            <TextField
              key={code}
              label={code}
              aria-label={t.targetOf(code)}
              inputMode="decimal"
              suffix="%"
              value={text}
              error={wrong ? t.wrong : undefined}
              onChange={({ target }) => setTexts({ ...texts, [code]: target.value })}
            />
          );
        })}
      </div>
      <Notice tone={rest === 0 ? 'good' : sumBps === 0 ? 'neutral' : 'warn'} title={t.sum(percent(sumBps))}>
        {rest === 0
          ? t.exact
          : sumBps === 0
            ? t.none
            : rest > 0
              ? t.missing(percent(rest))
              : t.over(percent(rest))}
      </Notice>
      <ProblemText problem={action.problem} />
      <div className="flex flex-wrap gap-2">
        <Button
          type="submit"
          look="primary"
          busy={action.busy}
          disabled={targets === undefined || sumBps !== WHOLE_BPS}
        >
          {t.save}
        </Button>
        <Button
          look="quiet"
          disabled={sumBps === 0}
          onClick={() => {
            setTexts(Object.fromEntries(format.currencies.map(({ code }) => [code, ''])));
            void save([]);
          }}
        >
          {t.remove}
        </Button>
      </div>
    </form>
  );
}
