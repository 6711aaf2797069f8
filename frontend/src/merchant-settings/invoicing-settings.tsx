'use client';
import { useState } from 'react';
import { useQuery } from 'urql';
import { useMerchant } from '../dashboard/merchant-context.tsx';
import { parseMoney, toDecimal } from '../format/money.ts';
import { useAction } from '../graphql/use-action.ts';
import { Card } from '../ui/card.tsx';
import { SelectField, TextField } from '../ui/field.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { ProblemText } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';
import { SaveRow } from './save-row.tsx';
import {
  InvoicingDocument,
  type InvoicingFactsFragment,
  type Overpayment,
  SetInvoicingDocument,
} from './settings.generated.ts';
import { useSettingsStrings } from './settings-strings.ts';
import { TaxFields, type TaxText, toTaxText } from './tax-fields.tsx';

const OVERPAYMENTS: readonly Overpayment[] = ['CREDIT', 'REFUND'];

/** How a merchant's invoices are made. */
export function InvoicingSettings() {
  const { id: merchantId } = useMerchant();
  const [result, refetch] = useQuery({ query: InvoicingDocument, variables: { merchantId } });
  return (
    <Loaded result={result} onRetry={refetch}>
      {({ invoicing }) => <InvoicingForm stored={invoicing} />}
    </Loaded>
  );
}

function InvoicingForm({ stored }: { readonly stored: InvoicingFactsFragment }) {
  const t = useSettingsStrings();
  const toast = useToast();
  const { id: merchantId, may } = useMerchant();
  const set = useAction(SetInvoicingDocument);
  const [lead, setLead] = useState(String(stored.invoiceLeadHours));
  const [due, setDue] = useState(String(stored.dueHours));
  const [tolerance, setTolerance] = useState(toDecimal(BigInt(stored.toleranceBps), 2));
  const [overpayment, setOverpayment] = useState(stored.overpayment);
  const [taxes, setTaxes] = useState<readonly TaxText[]>(stored.taxes.map(toTaxText));
  const allowed = may('ADMIN');
  const whole = (text: string) => (/^\d{1,5}$/.test(text.trim()) ? Number(text) : undefined);
  const toleranceBps = parseMoney(tolerance, 2);
  const rates = taxes.map(({ name, rate, included }) => ({ name, ratePpm: parseMoney(rate, 4), included }));
  const usable = rates.flatMap(({ ratePpm, ...each }) =>
    ratePpm === undefined ? [] : [{ ...each, ratePpm: Number(ratePpm) }],
  );
  const invoiceLeadHours = whole(lead);
  const dueHours = whole(due);
  return (
    <Card title={t.invoicingTitle} description={t.invoicingLead}>
      <form
        className="flex max-w-2xl flex-col gap-5"
        onSubmit={async (event) => {
          event.preventDefault();
          if (invoiceLeadHours === undefined || dueHours === undefined || toleranceBps === undefined) return;
          if (usable.length < taxes.length) return;
          const input = {
            invoiceLeadHours,
            dueHours,
            toleranceBps: Number(toleranceBps),
            overpayment,
            taxes: usable,
          };
          const { data } = await set.run({ merchantId, input });
          if (data) toast.good(t.saved);
        }}
      >
        <fieldset disabled={!allowed} className="grid items-start gap-4 sm:grid-cols-2">
          <TextField
            label={t.leadHours}
            suffix={t.hours}
            inputMode="numeric"
            error={invoiceLeadHours === undefined ? t.badNumber : undefined}
            value={lead}
            onChange={(event) => setLead(event.target.value)}
          />
          <TextField
            label={t.due}
            suffix={t.hours}
            inputMode="numeric"
            error={dueHours === undefined ? t.badNumber : undefined}
            value={due}
            onChange={(event) => setDue(event.target.value)}
          />
          <TextField
            label={t.tolerance}
            hint={t.toleranceHint}
            suffix={t.percentSign}
            inputMode="decimal"
            error={toleranceBps === undefined ? t.badPercent : undefined}
            value={tolerance}
            onChange={(event) => setTolerance(event.target.value)}
          />
          <SelectField
            label={t.overpayment}
            value={overpayment}
            onChange={(event) =>
              setOverpayment(OVERPAYMENTS.find((each) => each === event.target.value) ?? overpayment)
            }
          >
            {OVERPAYMENTS.map((each) => (
              <option key={each} value={each}>
                {t.overpaid[each]}
              </option>
            ))}
          </SelectField>
        </fieldset>
        <TaxFields value={taxes} onChange={setTaxes} disabled={!allowed} />
        <ProblemText problem={set.problem} />
        <SaveRow busy={set.busy} allowed={allowed} reason={t.adminOnly} />
      </form>
    </Card>
  );
}
