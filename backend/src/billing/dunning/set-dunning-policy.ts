import { merchantActor, recordAudit } from '../../compliance/index.ts';
import type { MerchantScope } from '../../identity/index.ts';
import type { PlatformServices } from '../../platform/services.ts';
import { merchantNow } from '../clock/merchant-now.ts';
import { findDunningPolicy, writeDunningPolicy } from './dunning.repository.ts';
import { checkDunningPolicy, type DunningPolicy, readDunningPolicy } from './dunning-policy.ts';

/**
 * Says how a merchant asks for what is owed, from now on and of what is open.
 * @throws InvalidInputError
 */
export async function setDunningPolicy(
  { database, clock }: Pick<PlatformServices, 'database' | 'clock'>,
  scope: MerchantScope,
  input: DunningPolicy,
): Promise<DunningPolicy> {
  const policy = checkDunningPolicy(input);
  await database.transaction(async (tx) => {
    const now = await merchantNow(tx, clock, scope.merchantId);
    await writeDunningPolicy(tx, scope, policy, now);
    await recordAudit(tx, now, {
      actor: merchantActor(scope),
      action: 'dunning.changed',
      subjectId: scope.merchantId,
      merchantId: scope.merchantId,
      details: { ...policy },
    });
  });
  return policy;
}

/** A merchant's policy, or the default. */
export async function showDunningPolicy(
  { database }: Pick<PlatformServices, 'database'>,
  scope: MerchantScope,
): Promise<DunningPolicy> {
  return readDunningPolicy(await findDunningPolicy(database.client, scope));
}
