'use client';
import { useState } from 'react';
import { useFormats } from '../../format/format-context.tsx';
import { useKeyedAction } from '../../graphql/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { SelectField, TextArea, TextField } from '../../ui/field.tsx';
import { ProblemText } from '../../ui/states.tsx';
import { useToast } from '../../ui/toast.tsx';
import { AmountField } from '../shared/amount-field.tsx';
import { CurrencyChoice } from '../shared/currency-choice.tsx';
import { useWallet } from '../shared/wallet-context.tsx';
import { parseMargin, parseMethods, parsePrice } from './offer-draft.ts';
import { CreateP2pOfferDocument } from './p2p.generated.ts';
import { useP2pStrings } from './p2p-strings.ts';
import { PRICE_CURRENCIES } from './price-currencies.ts';

const WINDOWS_MINUTES = [15, 30, 60, 240, 1_440];

/** Puts something of the person's on the market. */
export function NewOfferDialog({
  onClose,
  onDone,
}: {
  readonly onClose: () => void;
  readonly onDone: () => void;
}) {
  const t = useP2pStrings();
  const format = useFormats();
  const toast = useToast();
  const { available } = useWallet();
  const action = useKeyedAction(CreateP2pOfferDocument);
  const [draft, setDraft] = useState({
    currency: 'BTC',
    total: '',
    least: '',
    most: '',
    kind: 'fixed',
    price: '',
    priceCurrency: 'EUR',
    methods: 'SEPA',
    terms: '',
    minutes: '30',
  });
  const set = (change: Partial<typeof draft>) => setDraft({ ...draft, ...change });
  const { currency, kind } = draft;
  const amount = format.parse(draft.total, currency);
  const least = format.parse(draft.least, currency);
  const most = format.parse(draft.most, currency);
  const unitPrice = kind === 'fixed' ? parsePrice(draft.price) : undefined;
  const marginBps = kind === 'market' ? parseMargin(draft.price) : undefined;
  const priced = unitPrice !== undefined || marginBps !== undefined;
  const methods = parseMethods(draft.methods);
  const ready = amount && least && most && priced && methods.length > 0;
  return (
    <Dialog open onOpenChange={onClose} title={t.newOffer} description={t.offersLead}>
      <form
        className="flex flex-col gap-4"
        onSubmit={async (event) => {
          event.preventDefault();
          if (!ready) return;
          const { data } = await action.run({
            input: {
              currency,
              amount: amount.toString(),
              minAmount: least.toString(),
              maxAmount: most.toString(),
              unitPrice: unitPrice ?? null,
              marginBps: marginBps ?? null,
              priceCurrency: draft.priceCurrency,
              paymentMethods: [...methods],
              terms: draft.terms.trim(),
              windowSeconds: Number(draft.minutes) * 60,
            },
          });
          if (!data) return;
          toast.good(t.created);
          onDone();
          onClose();
        }}
      >
        <div className="grid gap-4 sm:grid-cols-2">
          <CurrencyChoice label={t.sell} value={currency} onChange={(code) => set({ currency: code })} />
          <AmountField
            label={t.total}
            currency={currency}
            value={draft.total}
            onChange={(total) => set({ total })}
            most={available(currency)}
          />
          <AmountField
            label={t.least}
            currency={currency}
            value={draft.least}
            onChange={(text) => set({ least: text })}
          />
          <AmountField
            label={t.most}
            currency={currency}
            value={draft.most}
            onChange={(text) => set({ most: text })}
          />
          <SelectField
            label={t.priceKind}
            value={kind}
            onChange={({ target }) => set({ kind: target.value, price: '' })}
          >
            <option value="fixed">{t.fixed}</option>
            <option value="market">{t.market}</option>
          </SelectField>
          <CurrencyChoice
            label={t.payIn}
            codes={PRICE_CURRENCIES}
            value={draft.priceCurrency}
            onChange={(priceCurrency) => set({ priceCurrency })}
          />
          <TextField
            label={kind === 'fixed' ? t.unitPrice(currency) : t.marginField}
            inputMode="decimal"
            autoComplete="off"
            suffix={kind === 'fixed' ? draft.priceCurrency : '%'}
            value={draft.price}
            onChange={({ target }) => set({ price: target.value })}
            hint={kind === 'market' ? t.marginHint : undefined}
            error={
              draft.price !== '' && !priced ? (kind === 'fixed' ? t.wrongPrice : t.wrongMargin) : undefined
            }
          />
          <SelectField
            label={t.window}
            value={draft.minutes}
            onChange={({ target }) => set({ minutes: target.value })}
          >
            {WINDOWS_MINUTES.map((minutes) => (
              <option key={minutes} value={minutes}>
                {t.minutes(minutes)}
              </option>
            ))}
          </SelectField>
        </div>
        <TextArea
          label={t.methodsField}
          hint={t.methodsHint}
          value={draft.methods}
          onChange={({ target }) => set({ methods: target.value })}
        />
        <TextArea
          label={t.terms}
          optional
          hint={t.termsHint}
          maxLength={2_000}
          value={draft.terms}
          onChange={({ target }) => set({ terms: target.value })}
        />
        <ProblemText problem={action.problem} />
        <Button type="submit" look="primary" busy={action.busy} disabled={!ready}>
          {t.publish}
        </Button>
      </form>
    </Dialog>
  );
}
