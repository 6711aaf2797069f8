'use client';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useMerchant } from '../dashboard/merchant-context.tsx';
import { useFormats } from '../format/format-context.tsx';
import { useKeyedAction } from '../graphql/use-action.ts';
import { useFieldErrors } from '../graphql/use-field-errors.ts';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { TextArea, TextField } from '../ui/field.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { ProblemText } from '../ui/states.tsx';
import { IntervalFields } from './interval-fields.tsx';
import { parseFeatures } from './parse-features.ts';
import { CreatePlanDocument, type CreatePlanInput } from './plans.generated.ts';
import { usePlansStrings } from './plans-strings.ts';
import { NEW_PRICE, PriceFields, toPriceInput } from './price-fields.tsx';

const FIELDS = ['name', 'description', 'priceSats', 'supplyLimit', 'payoutAddress', 'features'];

/** A new plan, as a draft: with a token, which costs little to say, or without, which can be priced in anything. */
export function NewPlanPage() {
  const t = usePlansStrings();
  const format = useFormats();
  const router = useRouter();
  const { id: merchantId } = useMerchant();
  const create = useKeyedAction(CreatePlanDocument);
  const [onChain, setOnChain] = useState(true);
  const [name, setName] = useState('');
  const [description, setDescription] = useState('');
  const [priceSats, setPriceSats] = useState('');
  const [supplyLimit, setSupplyLimit] = useState('');
  const [payoutAddress, setPayoutAddress] = useState('');
  const [features, setFeatures] = useState('');
  const [price, setPrice] = useState(NEW_PRICE);
  const [wrong, setWrong] = useState<{ readonly field: string; readonly text: string }>();
  const refused = create.problem?.field?.split('.').at(-1);
  const refusedFor = useFieldErrors(create.problem);
  const errorOf = (field: string) => (wrong?.field === field ? wrong.text : refusedFor(field));

  async function submit() {
    setWrong(undefined);
    const parsed = parseFeatures(features);
    if ('wrong' in parsed) return setWrong({ field: 'features', text: t.badFeature(parsed.wrong) });
    const offered = onChain ? undefined : toPriceInput(price, format);
    if (!onChain && offered === undefined) {
      return setWrong({ field: 'amount', text: t.badAmount(format.decimals(price.currency)) });
    }
    const interval = { unit: price.interval.unit, count: Number(price.interval.count) };
    const input: CreatePlanInput = {
      merchantId,
      name,
      description: description || null,
      features: { ...parsed.features },
      payoutAddress: payoutAddress || null,
      ...(offered === undefined
        ? { priceSats, interval, supplyLimit: supplyLimit || null }
        : { prices: [offered] }),
    };
    const { data } = await create.run({ input });
    if (data) router.replace(`/m/${merchantId}/plans/${data.createPlan.id}`);
  }

  return (
    <div className="mx-auto max-w-2xl">
      <PageHeader
        title={t.create}
        description={t.newLead}
        back={{ href: `/m/${merchantId}/plans`, label: t.back }}
      />
      <form
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Card stack>
          <TextField
            label={t.name}
            required
            maxLength={80}
            error={errorOf('name')}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
          <TextArea
            label={t.description}
            hint={t.descriptionHint}
            optional
            maxLength={1_000}
            error={errorOf('description')}
            value={description}
            onChange={(event) => setDescription(event.target.value)}
          />
        </Card>
        <Card stack>
          <fieldset className="grid gap-3 sm:grid-cols-2">
            <legend className="mb-2 text-sm font-medium">{t.kind}</legend>
            {[
              { value: true, title: t.onChain, text: t.onChainHint },
              { value: false, title: t.offChain, text: t.offChainHint },
            ].map((kind) => (
              <label
                key={kind.title}
                className="flex gap-3 rounded-control border border-strong-line p-3 has-checked:border-accent has-checked:bg-accent-tint"
              >
                <input
                  type="radio"
                  name="kind"
                  className="mt-1 size-4 shrink-0 accent-(--accent)"
                  checked={onChain === kind.value}
                  onChange={() => setOnChain(kind.value)}
                />
                <span>
                  <span className="block font-medium">{kind.title}</span>
                  <span className="text-sm text-soft">{kind.text}</span>
                </span>
              </label>
            ))}
          </fieldset>
          {onChain ? (
            <>
              <TextField
                label={t.amount}
                suffix={t.sats}
                inputMode="numeric"
                pattern="[1-9][0-9]{0,15}"
                title={t.satsTitle}
                required
                error={errorOf('priceSats')}
                value={priceSats}
                onChange={(event) => setPriceSats(event.target.value)}
              />
              <IntervalFields
                value={price.interval}
                onChange={(interval) => setPrice({ ...price, interval })}
              />
              <TextField
                label={t.limit}
                hint={t.limitHint}
                optional
                inputMode="numeric"
                pattern="[0-9]{0,15}"
                title={t.countTitle}
                error={errorOf('supplyLimit')}
                value={supplyLimit}
                onChange={(event) => setSupplyLimit(event.target.value)}
              />
            </>
          ) : (
            <PriceFields value={price} onChange={setPrice} error={errorOf('amount')} />
          )}
          <TextField
            label={t.payout}
            hint={t.payoutHint}
            optional
            error={errorOf('payoutAddress')}
            value={payoutAddress}
            onChange={(event) => setPayoutAddress(event.target.value)}
          />
        </Card>
        <Card>
          <TextArea
            label={t.features}
            hint={t.featuresHint}
            optional
            error={errorOf('features')}
            value={features}
            onChange={(event) => setFeatures(event.target.value)}
          />
        </Card>
        {(refused === undefined || !FIELDS.includes(refused)) && <ProblemText problem={create.problem} />}
        <div className="flex justify-end">
          <Button type="submit" look="primary" busy={create.busy}>
            {t.saveDraft}
          </Button>
        </div>
      </form>
    </div>
  );
}
