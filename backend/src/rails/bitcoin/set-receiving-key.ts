import { type ReceivingScript, readReceivingBranch, receivingAddress } from '../../bitcoin/index.ts';
import { merchantActor, recordAudit } from '../../compliance/index.ts';
import type { MerchantScope } from '../../identity/index.ts';
import { InvalidInputError } from '../../platform/errors/index.ts';
import { recordEvents } from '../../platform/events/index.ts';
import { newId } from '../../platform/ids.ts';
import type { PlatformServices } from '../../platform/services.ts';
import { insertReceivingKey, lockReceivingKey, retireReceivingKey } from './receiving-key.repository.ts';

type Services = Pick<PlatformServices, 'database' | 'clock' | 'config'>;

export interface ReceivingKeyInput {
  /** An extended public key or an output descriptor. */
  readonly key: string;
  readonly script?: ReceivingScript | null | undefined;
  /** The first address of the key, as the owner's wallet shows it: that they are the owner's is thereby made sure. */
  readonly firstAddress: string;
}

/**
 * Sets the key whose addresses invoices of a merchant are paid to from now on. Addresses of the key before stay
 * watched. The same key again changes nothing.
 * @throws PrivateKeyRefusedError, InvalidInputError
 */
export async function setReceivingKey(
  { database, clock, config }: Services,
  scope: MerchantScope,
  { key, script, firstAddress }: ReceivingKeyInput,
): Promise<void> {
  const network = config.BITCOIN_NETWORK;
  const branch = readReceivingBranch(key, network, script);
  if (receivingAddress(branch, 0, network).address !== firstAddress.trim()) {
    throw new InvalidInputError(
      'firstAddress',
      'the first receiving address of this key, as your wallet shows it',
    );
  }
  const { merchantId } = scope;
  await database.transaction(async (tx) => {
    const now = clock.now();
    const before = await lockReceivingKey(tx, scope);
    if (before?.descriptor === branch.descriptor) return;
    await retireReceivingKey(tx, scope, now);
    const id = newId('receivingKey');
    const { descriptor } = branch;
    await insertReceivingKey(tx, { merchantId, id, branch: branch.id, descriptor, createdAt: now });
    await tell(tx, now, scope, 'receiving_key.set', id, { descriptor, before: before?.descriptor ?? null });
  });
}

/** Takes no further payments on addresses; those given out stay watched. */
export async function removeReceivingKey(
  { database, clock }: Pick<Services, 'database' | 'clock'>,
  scope: MerchantScope,
): Promise<void> {
  await database.transaction(async (tx) => {
    const now = clock.now();
    const before = await lockReceivingKey(tx, scope);
    if (!before) return;
    await retireReceivingKey(tx, scope, now);
    await tell(tx, now, scope, 'receiving_key.removed', before.id, { before: before.descriptor });
  });
}

async function tell(
  tx: Parameters<typeof recordAudit>[0],
  now: Date,
  scope: MerchantScope,
  action: string,
  subjectId: string,
  details: Record<string, string | null>,
): Promise<void> {
  const { merchantId } = scope;
  await recordAudit(tx, now, { actor: merchantActor(scope), action, subjectId, merchantId, details });
  await recordEvents(tx, now, [{ type: action, subjectId, merchantId }]);
}
