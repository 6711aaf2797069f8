'use client';
import { useQuery } from 'urql';
import { BrandStyle } from '../brand/brand-style.tsx';
import { MerchantMark } from '../brand/merchant-mark.tsx';
import { PlainPage } from '../shell/plain-page.tsx';
import { Button, LinkButton } from '../ui/button.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { EmptyState, ProblemText } from '../ui/states.tsx';
import { ContactCard } from './contact-card.tsx';
import { PortalDocument } from './portal.generated.ts';
import { usePortalStrings } from './portal-strings.ts';
import { PortalSkeleton, PortalView } from './portal-view.tsx';
import { PortalViewerProvider } from './portal-viewer.tsx';
import { Support } from './support.tsx';
import { usePortalVisit } from './use-portal-visit.ts';

/** What a customer has at one merchant, for whoever comes through a link of that merchant's. */
export function PortalPage() {
  const t = usePortalStrings();
  const visit = usePortalVisit();
  return (
    <PortalViewerProvider value="portal">
      <PlainPage
        width="max-w-4xl"
        account={
          visit.state === 'open' && (
            <Button size="small" busy={visit.ending} onClick={visit.end}>
              {t.end}
            </Button>
          )
        }
      >
        {visit.state === 'open' && <Visit returnUrl={visit.returnUrl} />}
        {visit.state === 'opening' && (
          <>
            <h1 className="text-2xl font-semibold tracking-tight">{t.opening}</h1>
            <PortalSkeleton />
          </>
        )}
        {visit.state === 'closed' && (
          <>
            <h1 className="text-2xl font-semibold tracking-tight">
              {visit.problem ? t.unusableTitle : t.closedTitle}
            </h1>
            <ProblemText problem={visit.problem} />
            <EmptyState
              title={visit.problem ? t.unusableTitle : t.closedTitle}
              action={
                <LinkButton look="primary" href="/sign-in?next=%2Fsubscriptions">
                  {t.withWallet}
                </LinkButton>
              }
            >
              {t.closedText}
            </EmptyState>
          </>
        )}
      </PlainPage>
    </PortalViewerProvider>
  );
}

function Visit({ returnUrl }: { readonly returnUrl: string | undefined }) {
  const t = usePortalStrings();
  const [result, refetch] = useQuery({ query: PortalDocument });
  return (
    <Loaded result={result} onRetry={refetch} skeleton={<PortalSkeleton />}>
      {({ portal: { merchant, customer } }) => (
        <>
          <header className="flex flex-wrap items-end justify-between gap-4">
            <BrandStyle color={merchant.brandColor} />
            <div className="flex flex-col items-start gap-x-4 gap-y-2 sm:flex-row sm:items-center">
              <MerchantMark merchant={merchant} />
              <div>
                <h1 className="text-2xl font-semibold tracking-tight wrap-anywhere">{t.at(merchant.name)}</h1>
                <Support merchant={merchant} />
              </div>
            </div>
            {returnUrl && (
              <a href={returnUrl} className="inline-flex min-h-10 items-center underline" rel="noreferrer">
                ← {t.back(merchant.name)}
              </a>
            )}
          </header>
          <PortalView />
          <ContactCard merchant={merchant} customer={customer} />
        </>
      )}
    </Loaded>
  );
}
