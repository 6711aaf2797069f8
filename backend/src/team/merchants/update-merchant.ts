import { isDeepStrictEqual } from 'node:util';
import { merchantActor, recordAudit } from '../../compliance/index.ts';
import type { MerchantScope } from '../../identity/index.ts';
import type { PlatformServices } from '../../platform/services.ts';
import { lockMerchant, setMerchantFields } from './merchant.repository.ts';
import { readColor, readContact, readName } from './read-merchant-input.ts';

export interface MerchantChange {
  /** Stays as it is unless given. */
  readonly name?: string | null | undefined;
  /** Stays as it is when undefined; null or empty takes it away. */
  readonly supportContact?: string | null | undefined;
  /** `#rrggbb`. Stays as it is when undefined; null or empty takes it away. */
  readonly brandColor?: string | null | undefined;
}

/**
 * Changes what the public sees of a merchant.
 * @throws InvalidInputError
 */
export async function updateMerchant(
  { clock, database }: Pick<PlatformServices, 'clock' | 'database'>,
  scope: MerchantScope,
  change: MerchantChange,
): Promise<void> {
  const name = change.name === null || change.name === undefined ? undefined : readName(change.name);
  const supportContact = change.supportContact === undefined ? undefined : readContact(change.supportContact);
  const brandColor = change.brandColor === undefined ? undefined : readColor(change.brandColor);
  const { merchantId } = scope;
  const now = clock.now();
  await database.transaction(async (tx) => {
    const before = await lockMerchant(tx, scope);
    const after = {
      name: name ?? before.name,
      supportContact: supportContact === undefined ? before.supportContact : supportContact,
      brandColor: brandColor === undefined ? before.brandColor : brandColor,
    };
    if (isDeepStrictEqual(after, { ...before })) return;
    await setMerchantFields(tx, scope, after);
    await recordAudit(tx, now, {
      actor: merchantActor(scope),
      action: 'merchant.updated',
      subjectId: merchantId,
      merchantId,
      details: { before: { ...before }, after },
    });
  });
}
