import { personActor, recordAudit } from '../../compliance/index.ts';
import { foundMerchant, type Mode, type PersonScope } from '../../identity/index.ts';
import { onceIfKeyed } from '../../platform/idempotency/index.ts';
import { newId } from '../../platform/ids.ts';
import type { PlatformServices } from '../../platform/services.ts';
import { readContact, readName } from './read-merchant-input.ts';

export interface NewMerchant {
  readonly name: string;
  readonly supportContact?: string | null | undefined;
  /** Live unless given. */
  readonly mode?: Mode;
  readonly idempotencyKey?: string | null | undefined;
}

/**
 * Founds a merchant, with the person as its owner.
 * @throws InvalidInputError, MerchantLimitError, IdempotencyKeyReusedError
 */
export async function createMerchant(
  { clock, database }: Pick<PlatformServices, 'clock' | 'database'>,
  owner: PersonScope,
  { idempotencyKey: key, mode = 'live', ...input }: NewMerchant,
): Promise<{ readonly merchantId: string }> {
  const fields = { name: readName(input.name), supportContact: readContact(input.supportContact), mode };
  const now = clock.now();
  const request = { ownerId: owner.personId, key, operation: 'merchant.create', input: fields };
  const { id: merchantId } = await database.transaction((tx) =>
    onceIfKeyed(tx, now, request, async () => {
      const id = newId('merchant');
      await foundMerchant(tx, owner, { ...fields, id, createdAt: now });
      const actor = personActor(owner);
      await recordAudit(tx, now, {
        actor,
        action: 'merchant.created',
        subjectId: id,
        merchantId: id,
        details: fields,
      });
      return id;
    }),
  );
  return { merchantId };
}
