'use client';
import { useId, useState } from 'react';
import { readLogoFile } from '../brand/read-logo-file.ts';
import { useMerchant } from '../dashboard/merchant-context.tsx';
import { useAction } from '../graphql/use-action.ts';
import { Button } from '../ui/button.tsx';
import { ProblemText } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';
import { RemoveMerchantLogoDocument, SetMerchantLogoDocument } from './settings.generated.ts';
import { useSettingsStrings } from './settings-strings.ts';

/** The logo, set as soon as a file is chosen: it is made small and plain here, before it is sent. */
export function LogoField() {
  const t = useSettingsStrings();
  const toast = useToast();
  const id = useId();
  const merchant = useMerchant();
  const { id: merchantId, logo } = merchant;
  const set = useAction(SetMerchantLogoDocument);
  const remove = useAction(RemoveMerchantLogoDocument);
  const [unreadable, setUnreadable] = useState(false);
  const [reading, setReading] = useState(false);
  const allowed = merchant.may('ADMIN');
  const choose = async (file: File) => {
    setReading(true);
    const png = await readLogoFile(file);
    setReading(false);
    setUnreadable(png === undefined);
    if (png === undefined) return;
    const { data } = await set.run({ merchantId, png });
    if (!data) return;
    toast.good(t.logoSet);
    merchant.refetch();
  };
  return (
    <div className="flex flex-col gap-2">
      <p id={`${id}-label`} className="text-sm font-medium">
        {t.logo}
      </p>
      <div className="flex flex-wrap items-center gap-4">
        <span className="flex h-16 w-36 shrink-0 items-center justify-center rounded-control border border-line bg-paper p-2">
          {logo && (
            // biome-ignore lint/performance/noImgElement: it comes small from the API, whose address is known at run time alone
            <img
              src={logo.url}
              width={logo.width}
              height={logo.height}
              alt={t.logoOf(merchant.name)}
              className="max-h-full w-auto max-w-full object-contain"
            />
          )}
        </span>
        {allowed && (
          <div className="flex flex-wrap gap-2">
            <Button
              busy={reading || set.busy}
              aria-describedby={`${id}-hint`}
              onClick={() => document.getElementById(`${id}-file`)?.click()}
            >
              {logo ? t.replaceLogo : t.chooseLogo}
            </Button>
            {logo && (
              <Button
                look="quiet"
                busy={remove.busy}
                onClick={async () => {
                  if ((await remove.run({ merchantId })).data) merchant.refetch();
                }}
              >
                {t.removeLogo}
              </Button>
            )}
          </div>
        )}
        <input
          id={`${id}-file`}
          type="file"
          hidden
          accept="image/png,image/jpeg,image/webp"
          aria-labelledby={`${id}-label`}
          onChange={(event) => {
            const { files } = event.target;
            if (files?.[0]) void choose(files[0]);
            event.target.value = '';
          }}
        />
      </div>
      <p id={`${id}-hint`} className="text-sm text-soft">
        {t.logoHint}
      </p>
      {unreadable && (
        <p role="alert" className="text-sm text-bad">
          {t.badLogo}
        </p>
      )}
      <ProblemText problem={set.problem ?? remove.problem} />
    </div>
  );
}
