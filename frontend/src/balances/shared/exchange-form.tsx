'use client';
import { useState } from 'react';
import { useFormats } from '../../format/format-context.tsx';
import type { ApiProblem } from '../../graphql/api-problem.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField } from '../../ui/field.tsx';
import { ProblemText } from '../../ui/states.tsx';
import { useSwapStrings } from '../swap/swap-strings.ts';
import { AmountField } from './amount-field.tsx';
import { CurrencyChoice } from './currency-choice.tsx';

export interface ExchangeWish {
  readonly fromCurrency: string;
  readonly toCurrency: string;
  readonly payAmount: string | null;
  readonly receiveAmount: string | null;
}

/** What to exchange for what, and how much of either, to ask for an offer. */
export function ExchangeForm({
  from,
  to,
  mostOf,
  offered,
  busy,
  problem,
  onAsk,
}: {
  /** Currencies to pay in. */
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** What there is to pay with, where that is in the wallet. */
  readonly mostOf?: (currency: string) => bigint;
  /** Whether an offer waits for an answer beside it, which is then the next step. */
  readonly offered: boolean;
  readonly busy: boolean;
  readonly problem: ApiProblem | undefined;
  readonly onAsk: (wish: ExchangeWish) => void;
}) {
  const t = useSwapStrings();
  const format = useFormats();
  const [fromCurrency, setFrom] = useState(from[0] ?? '');
  const [toCurrency, setTo] = useState(to.find((code) => code !== from[0]) ?? '');
  const [known, setKnown] = useState<'pay' | 'receive'>('pay');
  const [text, setText] = useState('');
  const currency = known === 'pay' ? fromCurrency : toCurrency;
  const amount = format.parse(text, currency);
  const same = fromCurrency === toCurrency;
  const most = mostOf?.(fromCurrency);
  const short = known === 'pay' && most !== undefined && amount !== undefined && amount > most;
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (!amount || same || short) return;
        const given = amount.toString();
        onAsk({
          fromCurrency,
          toCurrency,
          payAmount: known === 'pay' ? given : null,
          receiveAmount: known === 'receive' ? given : null,
        });
      }}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <CurrencyChoice label={t.from} codes={from} value={fromCurrency} onChange={setFrom} />
        <CurrencyChoice label={t.to} codes={to} value={toCurrency} onChange={setTo} />
        <SelectField
          label={t.know}
          value={known}
          onChange={({ target }) => setKnown(target.value === 'pay' ? 'pay' : 'receive')}
        >
          <option value="pay">{t.knowPay}</option>
          <option value="receive">{t.knowReceive}</option>
        </SelectField>
        <AmountField
          label={known === 'pay' ? t.pay : t.receive}
          currency={currency}
          value={text}
          onChange={setText}
          {...(known === 'pay' && most !== undefined && { most })}
          error={same ? t.same : short ? t.short : undefined}
        />
      </div>
      <ProblemText problem={problem} />
      <div>
        <Button
          type="submit"
          look={offered ? 'secondary' : 'primary'}
          busy={busy}
          disabled={!amount || same || short}
        >
          {t.quote}
        </Button>
      </div>
    </form>
  );
}
