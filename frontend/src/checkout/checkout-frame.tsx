import type { ReactNode } from 'react';
import { BrandStyle } from '../brand/brand-style.tsx';
import { MerchantMark } from '../brand/merchant-mark.tsx';
import { Logo } from '../shell/logo.tsx';
import { SERVER_LOCALE } from '../strings/server-locale.ts';
import { Badge } from '../ui/badge.tsx';
import type { InvoiceToPayFragment } from './checkout.generated.ts';
import { frameStrings } from './frame-strings.ts';
import { supportHref } from './support-href.ts';

export type Seller = InvoiceToPayFragment['merchant'];

/** The frame of a page that sells: who is paid and how to reach them stay in sight. Drawn on the server alone. */
export function CheckoutFrame({
  seller,
  children,
}: {
  readonly seller: Seller | undefined;
  readonly children: ReactNode;
}) {
  const t = frameStrings[SERVER_LOCALE];
  return (
    <div className="flex min-h-dvh flex-col">
      {seller && <BrandStyle color={seller.brandColor} />}
      {seller && <SellerBar seller={seller} />}
      <main id="content" className="mx-auto w-full max-w-5xl flex-1 px-4 py-6 sm:py-10">
        {children}
      </main>
      <footer className="flex items-center justify-center gap-1.5 px-4 pt-4 pb-16 text-sm text-soft">
        {t.foot}
        <span className="inline-flex items-center gap-1.5 font-medium text-ink">
          <Logo className="size-5" />
          {t.product}
        </span>
      </footer>
    </div>
  );
}

function SellerBar({ seller }: { readonly seller: Seller }) {
  const { name, mode, supportContact } = seller;
  const t = frameStrings[SERVER_LOCALE];
  const href = supportHref(supportContact);
  return (
    <header className="sticky top-0 z-30 border-b border-line bg-surface">
      <div className="mx-auto flex min-h-16 w-full max-w-5xl flex-wrap items-center justify-between gap-x-4 px-4 py-2">
        <p className="flex min-w-0 items-center gap-3">
          <MerchantMark merchant={seller} />
          <span className="sr-only">{t.sellerLabel}: </span>
          <span className="truncate font-semibold">{name}</span>
          {mode === 'TEST' && <Badge tone="warn">{t.testMode}</Badge>}
        </p>
        <p className="min-w-0 truncate text-sm text-soft">
          {href === undefined ? (
            t.noSupport
          ) : (
            <>
              {t.support}{' '}
              <a
                href={href}
                rel="noopener noreferrer"
                className="inline-block min-h-6 font-medium text-accent underline underline-offset-2"
              >
                {supportContact?.replace(/^https:\/\//, '')}
              </a>
            </>
          )}
        </p>
      </div>
    </header>
  );
}
