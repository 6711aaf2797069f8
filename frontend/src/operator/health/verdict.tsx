'use client';
import { useFormats } from '../../format/format-context.tsx';
import { LinkButton } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import type { SystemHealthQuery } from './health.generated.ts';
import { useHealthStrings } from './health-strings.ts';
import { pageOfCheck } from './page-of-check.ts';

/** What is wrong, the worst first, each with what to do; or that nothing is. */
export function Verdict({
  checks,
  booksChecked,
}: {
  readonly checks: SystemHealthQuery['systemHealth']['checks'];
  /** Whether the ledger was ever checked: until then nobody knows that it is sound. */
  readonly booksChecked: boolean;
}) {
  const t = useHealthStrings();
  const format = useFormats();
  const wrong = checks
    .filter(({ status }) => status !== 'OK')
    .sort((a, b) => Number(b.status === 'FAILING') - Number(a.status === 'FAILING'));
  if (wrong.length === 0) {
    return (
      <Notice tone="good" title={t.wellTitle}>
        {booksChecked ? t.wellText : t.wellUncheckedText}
      </Notice>
    );
  }
  return (
    <section aria-label={t.wrong(wrong.length)} className="flex flex-col gap-3">
      <h2 className="text-lg font-semibold">{t.wrong(wrong.length)}</h2>
      {wrong.map(({ name, status, what, remedy, since }) => {
        const page = pageOfCheck(name);
        return (
          <Notice
            key={name}
            tone={t.status[status].tone}
            title={`${name}: ${what}`}
            actions={
              page && (
                <LinkButton size="small" href={`/operator/${page}`}>
                  {t.open[page]}
                </LinkButton>
              )
            }
          >
            {remedy && (
              <p className="wrap-anywhere">
                <strong>{t.whatToDo}:</strong> {remedy}
              </p>
            )}
            {since && <p className="text-soft">{t.illSince(format.dateTime(since))}</p>}
          </Notice>
        );
      })}
    </section>
  );
}
