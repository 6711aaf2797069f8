import type { Tx } from '../../platform/database/index.ts';
import type { SubscriptionRow } from './subscription-row.ts';

/** Something that happens to a subscription beside its payments. */
export type NewStep =
  | { readonly kind: 'pause' | 'resume' | 'end'; readonly at: Date }
  | { readonly kind: 'trial'; readonly at: Date; readonly until: Date }
  | {
      readonly kind: 'change';
      /** Null when it takes effect with the payment of its invoice. */
      readonly at: Date | null;
      readonly invoiceId: string | null;
      readonly priceId: string;
      readonly quantity: number;
      /** Whether a new run of periods begins. */
      readonly restart: boolean;
    };

/** Notes a step of a locked subscription. */
export async function insertStep(
  tx: Tx,
  { merchantId, id: subscriptionId }: Pick<SubscriptionRow, 'merchantId' | 'id'>,
  step: NewStep,
  createdAt: Date,
): Promise<void> {
  await tx.subscriptionStep.create({ data: { ...step, merchantId, subscriptionId, createdAt } });
}

/** Whether a subscription was ever changed to another price or quantity. */
export async function hasChanges(
  tx: Tx,
  { merchantId, id: subscriptionId }: Pick<SubscriptionRow, 'merchantId' | 'id'>,
): Promise<boolean> {
  return (await tx.subscriptionStep.count({ where: { merchantId, subscriptionId, kind: 'change' } })) > 0;
}
