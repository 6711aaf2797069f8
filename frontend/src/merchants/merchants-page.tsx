'use client';
import Link from 'next/link';
import { useState } from 'react';
import { useQuery } from 'urql';
import { MeDocument } from '../session/sign-in.generated.ts';
import { AccountMenu } from '../shell/account-menu.tsx';
import { PlainPage } from '../shell/plain-page.tsx';
import { useCommonStrings } from '../strings/common.ts';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { EmptyState } from '../ui/states.tsx';
import { Invitations } from './invitations.tsx';
import { useMerchantsStrings } from './merchants-strings.ts';
import { NewMerchantDialog } from './new-merchant-dialog.tsx';

/** The merchants that somebody is a member of, invitations to others, and a new one. */
export function MerchantsPage() {
  const t = useMerchantsStrings();
  const c = useCommonStrings();
  const [result, refetch] = useQuery({ query: MeDocument });
  const [creating, setCreating] = useState(false);
  const create = (
    <Button look="primary" onClick={() => setCreating(true)}>
      {t.create}
    </Button>
  );
  return (
    <PlainPage width="max-w-3xl" account={<AccountMenu />}>
      <PageHeader title={t.title} description={t.lead} actions={create} />
      <Invitations onAccepted={() => refetch({ requestPolicy: 'network-only' })} />
      <Loaded result={result} onRetry={refetch}>
        {({ me: { merchants } }) =>
          merchants.length === 0 ? (
            <EmptyState title={t.emptyTitle} action={create}>
              {t.emptyText}
            </EmptyState>
          ) : (
            <ul className="grid gap-3 sm:grid-cols-2">
              {merchants.map(({ id, name, role, mode }) => (
                <li key={id}>
                  <Link
                    href={`/m/${id}`}
                    className="flex h-full items-center justify-between gap-3 rounded-card border border-line bg-surface p-5 shadow-card hover:border-strong-line"
                  >
                    <span>
                      <span className="block font-semibold wrap-anywhere">{name}</span>
                      <span className="text-sm text-soft">{t.roles[role]}</span>
                    </span>
                    {mode === 'TEST' && <Badge tone="warn">{c.testMode}</Badge>}
                  </Link>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      <NewMerchantDialog open={creating} onOpenChange={setCreating} />
    </PlainPage>
  );
}
