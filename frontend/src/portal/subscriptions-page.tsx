'use client';
import { useQuery } from 'urql';
import { AccountMenu } from '../shell/account-menu.tsx';
import { PlainPage } from '../shell/plain-page.tsx';
import { ContactCard } from './contact-card.tsx';
import { MySubscriptionsDocument } from './portal.generated.ts';
import { usePortalStrings } from './portal-strings.ts';
import { PortalView } from './portal-view.tsx';
import { PortalViewerProvider } from './portal-viewer.tsx';

/** What a person who signed in with a wallet has at all merchants. */
export function SubscriptionsPage() {
  const t = usePortalStrings();
  const [{ data }] = useQuery({ query: MySubscriptionsDocument, requestPolicy: 'cache-first' });
  const nodes = data?.mySubscriptions.nodes ?? [];
  const accounts = [
    ...new Map(nodes.map(({ merchant, customer }) => [customer.id, { merchant, customer }])).values(),
  ];
  return (
    <PortalViewerProvider value="person">
      <PlainPage width="max-w-4xl" account={<AccountMenu />}>
        <header>
          <h1 className="text-2xl font-semibold tracking-tight">{t.mine}</h1>
          <p className="mt-1 text-soft">{t.mineLead}</p>
        </header>
        <PortalView />
        {accounts.map(({ merchant, customer }) => (
          <ContactCard key={customer.id} merchant={merchant} customer={customer} />
        ))}
      </PlainPage>
    </PortalViewerProvider>
  );
}
