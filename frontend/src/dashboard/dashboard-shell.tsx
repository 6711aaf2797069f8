'use client';
import Link from 'next/link';
import { useParams } from 'next/navigation';
import { type ReactNode, useMemo } from 'react';
import { useQuery } from 'urql';
import { useFormats } from '../format/format-context.tsx';
import { AccountMenu } from '../shell/account-menu.tsx';
import { AppShell } from '../shell/app-shell.tsx';
import { useCommonStrings } from '../strings/common.ts';
import { Badge } from '../ui/badge.tsx';
import { LinkButton } from '../ui/button.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { EmptyState } from '../ui/states.tsx';
import { useDashboardStrings } from './dashboard-strings.ts';
import { MembershipDocument } from './merchant.generated.ts';
import { type MerchantAccess, MerchantContext, mayAs } from './merchant-context.tsx';

/** The frame of a merchant's pages, and the merchant for those within it. */
export function DashboardShell({ children }: { readonly children: ReactNode }) {
  const { merchantId } = useParams<{ merchantId: string }>();
  const t = useDashboardStrings();
  const c = useCommonStrings();
  const format = useFormats();
  const [result, refetch] = useQuery({ query: MembershipDocument, variables: { merchantId } });
  const membership = result.data?.me.merchants.find(({ id }) => id === merchantId);
  const testClock = result.data?.testClock;
  const access = useMemo<MerchantAccess | undefined>(
    () =>
      membership && {
        ...membership,
        testClock: testClock ?? null,
        now: () => (testClock ? new Date(testClock.at) : new Date()),
        may: (role) => mayAs(membership.role, role),
        refetch: () => refetch({ requestPolicy: 'network-only' }),
      },
    [membership, testClock, refetch],
  );
  const path = (page: string) => `/m/${merchantId}${page && `/${page}`}`;
  const item = (page: keyof typeof t.nav, count?: number) => ({
    href: path(page === 'overview' ? '' : page),
    label: t.nav[page],
    count,
  });
  return (
    <AppShell
      label={t.label}
      account={<AccountMenu />}
      top={
        <div className="px-3">
          <p className="font-semibold wrap-anywhere">{membership?.name ?? ' '}</p>
          {membership?.mode === 'TEST' && (
            <p className="mt-1">
              <Badge tone="warn">{c.testMode}</Badge>
            </p>
          )}
          {testClock && <p className="mt-1 text-sm text-soft">{t.clock(format.dateTime(testClock.at))}</p>}
          <Link href="/merchants" className="text-sm text-soft underline hover:text-ink">
            {t.all}
          </Link>
        </div>
      }
      groups={[
        { items: [item('overview')] },
        {
          title: t.groups.sell,
          items: [
            item('plans'),
            item('subscriptions'),
            item('customers'),
            item('cosign', result.data?.cosignQueue.length),
          ],
        },
        {
          title: t.groups.money,
          items: [item('invoices'), item('payments'), item('refunds'), item('balances'), item('reports')],
        },
        { title: t.groups.build, items: [item('webhooks'), item('keys')] },
        { title: t.groups.house, items: [item('members'), item('settings'), item('emails'), item('audit')] },
      ]}
    >
      <Loaded result={result} onRetry={refetch}>
        {() =>
          access === undefined ? (
            <EmptyState title={t.unknownTitle} action={<LinkButton href="/merchants">{t.all}</LinkButton>}>
              {t.unknownText}
            </EmptyState>
          ) : (
            <MerchantContext value={access}>{children}</MerchantContext>
          )
        }
      </Loaded>
    </AppShell>
  );
}
