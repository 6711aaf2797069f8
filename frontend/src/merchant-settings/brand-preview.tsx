'use client';
import type { CSSProperties } from 'react';
import { brandVariables, type Theme } from '../brand/brand-colors.ts';
import { parseColor } from '../brand/contrast.ts';
import { type MarkedMerchant, MerchantMark } from '../brand/merchant-mark.tsx';
import { buttonClasses } from '../ui/button-classes.ts';
import { useSettingsStrings } from './settings-strings.ts';

const THEMES: readonly Theme[] = ['light', 'dark'];
/** The colours of the product, as they are within another theme than the page's. */
const PLAIN = { '--fill': 'var(--accent)', '--fill-hover': 'var(--accent)', '--on-fill': 'var(--on-accent)' };

/** What a checkout makes of a merchant, in both themes at once. */
export function BrandPreview({
  merchant,
  contact,
  color,
}: {
  readonly merchant: MarkedMerchant;
  readonly contact: string;
  readonly color: string;
}) {
  const t = useSettingsStrings();
  const rgb = parseColor(color);
  return (
    <div className="flex flex-col gap-4">
      {THEMES.map((theme) => (
        <figure key={theme}>
          <div
            data-theme={theme}
            style={(rgb ? brandVariables(rgb, theme) : PLAIN) as CSSProperties}
            className="overflow-hidden rounded-control border border-line bg-canvas text-ink"
          >
            <p className="flex items-center gap-3 border-b border-line bg-surface px-4 py-3">
              <MerchantMark merchant={merchant} />
              <span className="min-w-0 truncate font-semibold">{merchant.name}</span>
            </p>
            <div className="flex flex-col items-start gap-3 p-4">
              <p className="text-sm wrap-anywhere text-soft">
                {contact ? (
                  <>
                    {t.questions} <span className="font-medium text-accent underline">{contact}</span>
                  </>
                ) : (
                  t.noSupport
                )}
              </p>
              <span className={buttonClasses('primary')}>{t.samplePay}</span>
            </div>
          </div>
          <figcaption className="mt-1 text-sm text-soft">{t.themes[theme]}</figcaption>
        </figure>
      ))}
    </div>
  );
}
