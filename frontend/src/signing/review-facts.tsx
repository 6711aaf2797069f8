'use client';
import { useFormats } from '../format/format-context.tsx';
import type { SpellFacts } from '../spells/verify-spell.ts';
import { Shortened } from '../ui/copy-button.tsx';
import { KeyValues } from '../ui/key-values.tsx';
import { useSigningStrings } from './signing-strings.ts';

/** What a transaction does, as it was read from the transaction itself, output by output. */
export function ReviewFacts({
  facts,
  merchant,
  plan,
}: {
  readonly facts: SpellFacts;
  readonly merchant: string;
  readonly plan: string;
}) {
  const t = useSigningStrings();
  const format = useFormats();
  const sats = (amount: bigint) => <span className="tabular-nums">{format.money(amount, 'BTC')}</span>;
  const { paidSats, periods, charmSats, feeSats, proverFeeSats, spentSats, changeSats, outputs, proof } =
    facts;
  return (
    <>
      <KeyValues
        items={[
          [t.receives, periods === undefined ? t.plan(plan) : t.periods(Number(periods), plan)],
          paidSats > 0n && [t.pays(merchant), sats(paidSats)],
          proverFeeSats > 0n && [t.proverFee, sats(proverFeeSats)],
          [t.minersFee, sats(feeSats)],
          [t.tokenCoins, sats(charmSats)],
          [<strong key="total">{t.total}</strong>, <strong key="sum">{sats(spentSats - changeSats)}</strong>],
          [t.change, sats(changeSats)],
        ]}
      />
      <details className="mt-3 text-sm">
        <summary className="min-h-6 text-soft">{t.outputs}</summary>
        <ul className="mt-2 flex flex-col gap-2">
          {outputs.map(({ address, amountSats, own }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: outputs are known by their places
            <li key={index} className="flex flex-wrap justify-between gap-x-4">
              <span>
                {address === undefined ? t.data : <Shortened text={address} />}
                {own && <span className="text-soft"> ({t.own})</span>}
              </span>
              {sats(amountSats)}
            </li>
          ))}
        </ul>
      </details>
      {proof === 'mock' && <p className="mt-3 text-sm text-soft">{t.mock}</p>}
    </>
  );
}
