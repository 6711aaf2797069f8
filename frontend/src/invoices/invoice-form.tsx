'use client';
import { type ReactNode, useState } from 'react';
import { useFormats } from '../format/format-context.tsx';
import type { ApiProblem } from '../graphql/api-problem.ts';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { TextArea, TextField } from '../ui/field.tsx';
import { ProblemText } from '../ui/states.tsx';
import { endOfDay } from '../ui/use-url-filters.ts';
import { type DraftLine, newLine, toItem } from './draft-lines.ts';
import type { UpdateInvoiceInput } from './invoices.generated.ts';
import { useInvoicesStrings } from './invoices-strings.ts';
import { LineFields } from './line-fields.tsx';

/** What an invoice by hand is made of: lines, a note, when it is due. */
export function InvoiceForm({
  currency,
  lines: firstLines = [newLine(0)],
  memo: firstMemo = '',
  taxes,
  busy,
  problem,
  onSubmit,
  children,
}: {
  readonly currency: string;
  readonly lines?: readonly DraftLine[];
  readonly memo?: string;
  /** What is said of taxes beforehand. */
  readonly taxes: string;
  readonly busy: boolean;
  readonly problem: ApiProblem | undefined;
  readonly onSubmit: (input: UpdateInvoiceInput) => void;
  /** What comes before it. */
  readonly children?: ReactNode;
}) {
  const t = useInvoicesStrings();
  const format = useFormats();
  const [lines, setLines] = useState(firstLines);
  const [memo, setMemo] = useState(firstMemo);
  const [due, setDue] = useState('');
  const [wrong, setWrong] = useState<string>();
  const submit = () => {
    const items = lines.flatMap((line) => toItem(line, currency, format) ?? []);
    setWrong(items.length < lines.length ? t.badLine(format.decimals(currency)) : undefined);
    if (items.length < lines.length) return;
    onSubmit({ items, memo: memo.trim() || null, dueAt: endOfDay(due) });
  };
  return (
    <form
      className="flex flex-col gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {children}
      <Card title={t.lines} description={`${taxes} ${t.taxesHint}`}>
        <LineFields lines={lines} currency={currency} onChange={setLines} error={wrong} />
      </Card>
      <Card stack>
        <TextField
          type="date"
          label={t.dueField}
          hint={t.dueHint}
          optional
          value={due}
          onChange={(event) => setDue(event.target.value)}
        />
        <TextArea
          label={t.memo}
          optional
          maxLength={1_000}
          value={memo}
          onChange={(event) => setMemo(event.target.value)}
        />
      </Card>
      <ProblemText problem={problem} />
      <div className="flex justify-end">
        <Button type="submit" look="primary" busy={busy}>
          {t.save}
        </Button>
      </div>
    </form>
  );
}
