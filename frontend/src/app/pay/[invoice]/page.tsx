import type { Metadata } from 'next';
import { PayPage } from '../../../checkout/pay-page.tsx';

export const metadata: Metadata = {
  title: 'Pay an invoice',
  robots: { index: false, follow: false },
  referrer: 'no-referrer',
};

interface PageProps {
  readonly params: Promise<{ invoice: string }>;
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}

export default async function Page({ params, searchParams }: PageProps) {
  const { invoice } = await params;
  const { rail, transaction } = await searchParams;
  return <PayPage id={invoice} rail={one(rail)} transactionId={one(transaction)} />;
}

function one(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
