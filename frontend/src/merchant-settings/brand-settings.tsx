'use client';
import { useState } from 'react';
import { useMerchant } from '../dashboard/merchant-context.tsx';
import { useAction } from '../graphql/use-action.ts';
import { Card } from '../ui/card.tsx';
import { TextField } from '../ui/field.tsx';
import { ProblemText } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';
import { BrandPreview } from './brand-preview.tsx';
import { ColorField } from './color-field.tsx';
import { LogoField } from './logo-field.tsx';
import { SaveRow } from './save-row.tsx';
import { UpdateMerchantDocument } from './settings.generated.ts';
import { useSettingsStrings } from './settings-strings.ts';

/** The merchant's name, colour and logo and how to reach it, with what subscribers see of them. */
export function BrandSettings() {
  const t = useSettingsStrings();
  const toast = useToast();
  const merchant = useMerchant();
  const update = useAction(UpdateMerchantDocument);
  const [name, setName] = useState(merchant.name);
  const [support, setSupport] = useState(merchant.supportContact ?? '');
  const [color, setColor] = useState(merchant.brandColor ?? '');
  const mayChange = merchant.may('ADMIN');
  const refused = update.problem?.field;
  const errorOf = (field: string) => (refused === field ? update.problem?.message : undefined);
  return (
    <div className="grid items-start gap-5 xl:grid-cols-[1fr_22rem]">
      <Card title={t.brandTitle} description={t.brandLead}>
        <form
          className="flex flex-col gap-4"
          onSubmit={async (event) => {
            event.preventDefault();
            const { data } = await update.run({
              merchantId: merchant.id,
              name,
              supportContact: support.trim() || null,
              brandColor: color.trim() || null,
            });
            if (!data) return;
            toast.good(t.saved);
            merchant.refetch();
          }}
        >
          <TextField
            label={t.name}
            required
            maxLength={80}
            disabled={!mayChange}
            error={errorOf('name')}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
          <TextField
            label={t.support}
            hint={t.supportHint}
            optional
            disabled={!mayChange}
            error={errorOf('supportContact')}
            value={support}
            onChange={(event) => setSupport(event.target.value)}
          />
          <ColorField value={color} onChange={setColor} disabled={!mayChange} error={errorOf('brandColor')} />
          {refused === undefined && <ProblemText problem={update.problem} />}
          <SaveRow busy={update.busy} allowed={mayChange} reason={t.adminOnly} />
        </form>
        <div className="mt-5 border-t border-line pt-5">
          <LogoField />
        </div>
      </Card>
      <Card title={t.seenAs}>
        <BrandPreview merchant={{ name, logo: merchant.logo }} contact={support.trim()} color={color} />
      </Card>
    </div>
  );
}
