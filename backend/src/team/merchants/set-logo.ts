import { merchantActor, recordAudit } from '../../compliance/index.ts';
import type { MerchantScope } from '../../identity/index.ts';
import type { PlatformServices } from '../../platform/services.ts';
import { deleteLogo, findLogoHash, lockMerchant, putLogo } from './merchant.repository.ts';
import { readLogo } from './read-logo.ts';

type Services = Pick<PlatformServices, 'clock' | 'database'>;

/**
 * Gives a merchant the logo that customers see; the one before it is gone. `png` is base64.
 * @throws InvalidInputError
 */
export async function setLogo(
  { clock, database }: Services,
  scope: MerchantScope,
  { png: base64 }: { readonly png: string },
): Promise<void> {
  const { png, ...logo } = await readLogo(base64);
  const { merchantId } = scope;
  const now = clock.now();
  await database.transaction(async (tx) => {
    await lockMerchant(tx, scope);
    if ((await findLogoHash(tx, scope)) === logo.hash) return;
    await putLogo(tx, scope, logo, png);
    await recordAudit(tx, now, {
      actor: merchantActor(scope),
      action: 'merchant.logo_set',
      subjectId: merchantId,
      merchantId,
      details: { ...logo, bytes: png.length },
    });
  });
}

/** Takes a merchant's logo away, if it has one. */
export async function removeLogo({ clock, database }: Services, scope: MerchantScope): Promise<void> {
  const { merchantId } = scope;
  const now = clock.now();
  await database.transaction(async (tx) => {
    await lockMerchant(tx, scope);
    const hash = await findLogoHash(tx, scope);
    if (hash === null) return;
    await deleteLogo(tx, scope);
    await recordAudit(tx, now, {
      actor: merchantActor(scope),
      action: 'merchant.logo_removed',
      subjectId: merchantId,
      merchantId,
      details: { hash },
    });
  });
}
