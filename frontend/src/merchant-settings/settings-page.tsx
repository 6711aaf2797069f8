'use client';
import { useSearchParams } from 'next/navigation';
import { useMerchant } from '../dashboard/merchant-context.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { BrandSettings } from './brand-settings.tsx';
import { ClockSettings } from './clock-settings.tsx';
import { DunningSettings } from './dunning-settings.tsx';
import { InvoicingSettings } from './invoicing-settings.tsx';
import { KeySettings } from './key-settings.tsx';
import { RailSettings } from './rail-settings.tsx';
import { useSettingsStrings } from './settings-strings.ts';

/** Everything that a merchant can set, part by part; the part is in the address. */
export function SettingsPage() {
  const t = useSettingsStrings();
  const { id } = useMerchant();
  const parts = {
    brand: <BrandSettings />,
    key: <KeySettings />,
    rails: <RailSettings />,
    invoicing: <InvoicingSettings />,
    dunning: <DunningSettings />,
    clock: <ClockSettings />,
  };
  const names = Object.keys(parts) as (keyof typeof parts)[];
  const asked = useSearchParams().get('part');
  const part = names.find((name) => name === asked) ?? 'brand';
  return (
    <>
      <PageHeader title={t.title} description={t.lead} />
      <Tabs
        label={t.sections}
        value={part}
        onChange={(next) => window.history.replaceState(null, '', `/m/${id}/settings?part=${next}`)}
        tabs={names.map((name) => ({ value: name, label: t.tab[name], content: parts[name] }))}
      />
    </>
  );
}
