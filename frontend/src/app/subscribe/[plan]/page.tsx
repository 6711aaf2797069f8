import type { Metadata } from 'next';
import { loadPlan } from '../../../checkout/load-plan.ts';
import { SubscribePage } from '../../../checkout/subscribe-page.tsx';

interface PageProps {
  readonly params: Promise<{ plan: string }>;
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const answer = await loadPlan((await params).plan);
  if ('problem' in answer) return { title: 'Subscribe', robots: { index: false } };
  const { name, merchant, description } = answer.data.publicPlan;
  return { title: `${name} · ${merchant.name}`, ...(description && { description }) };
}

export default async function Page({ params, searchParams }: PageProps) {
  const { plan } = await params;
  const { price, begun, transaction } = await searchParams;
  return (
    <SubscribePage id={plan} priceId={one(price)} begun={begun === '1'} transactionId={one(transaction)} />
  );
}

function one(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
