'use client';
import { useFormats } from '../format/format-context.tsx';
import { Card } from '../ui/card.tsx';
import { Shortened } from '../ui/copy-button.tsx';
import { KeyValues } from '../ui/key-values.tsx';
import { Notice } from '../ui/notice.tsx';
import type { CustomerFactsFragment } from './customers.generated.ts';
import { useCustomersStrings } from './customers-strings.ts';

const PPM = 1_000_000;

/** What a merchant knows of a customer. */
export function CustomerAbout({ customer }: { readonly customer: CustomerFactsFragment }) {
  const t = useCustomersStrings();
  const format = useFormats();
  const { address, email, taxId, taxes, metadata, createdAt, emailRefusedAt, emailRefusal } = customer;
  const taxText =
    taxes === null
      ? t.asMerchant
      : taxes.length === 0
        ? t.exempt
        : taxes
            .map(({ name, ratePpm, included }) => t.tax(name, format.percent(ratePpm / PPM), included))
            .join('; ');
  return (
    <Card title={t.about} stack>
      {emailRefusedAt && (
        <Notice tone="warn" title={t.refused}>
          {t.refusedText(format.date(emailRefusedAt))} {emailRefusal}
        </Notice>
      )}
      <KeyValues
        items={[
          [t.address, <Shortened key="address" text={address} ends={10} />],
          [t.email, email ?? '–'],
          [t.taxId, taxId ?? '–'],
          [t.taxes, taxText],
          [t.since, format.dateTime(createdAt)],
          ...metadata.map(({ key, value }) => [key, value] as const),
        ]}
      />
    </Card>
  );
}
