import { UndecipherableError } from '../../platform/encryption/index.ts';
import type { WebhookServices } from '../ports.ts';
import { secretContext } from '../signing/secret.ts';
import { type EncryptedSecrets, findSecretsAfter, replaceSecrets } from './endpoint.repository.ts';

const BATCH = 200;

export interface ReencryptReport {
  readonly checked: number;
  readonly reencrypted: number;
  /** Endpoints whose secrets no known key decrypts. */
  readonly undecipherable: readonly string[];
}

/**
 * Encrypts the secrets of all endpoints under the current key, while everything goes on: what somebody changes
 * meanwhile is under the current key anyway, and is left alone. Once nothing is left, the retired keys can go.
 */
export async function reencryptSecrets(
  { database, encryption }: Pick<WebhookServices, 'database' | 'encryption'>,
  { batch = BATCH }: { readonly batch?: number } = {},
): Promise<ReencryptReport> {
  let [checked, reencrypted, after] = [0, 0, ''];
  const undecipherable: string[] = [];
  for (;;) {
    const some = await findSecretsAfter(database.client, after, batch);
    for (const endpoint of some) {
      checked += 1;
      const fresh = freshly(endpoint);
      if (fresh === 'undecipherable') undecipherable.push(endpoint.id);
      else if (fresh !== undefined && (await replaceSecrets(database.client, endpoint, fresh)))
        reencrypted += 1;
    }
    if (some.length < batch) return { checked, reencrypted, undecipherable };
    after = some.at(-1)?.id ?? after;
  }

  function freshly(endpoint: EncryptedSecrets) {
    const { id, secret, previousSecret } = endpoint;
    const stale = [secret, previousSecret].some((text) => text !== null && !encryption.isCurrent(text));
    if (!stale) return undefined;
    const renew = (text: string) =>
      encryption.encrypt(encryption.decrypt(text, secretContext(id)), secretContext(id));
    try {
      return {
        secret: renew(secret),
        previousSecret: previousSecret === null ? null : renew(previousSecret),
      };
    } catch (error) {
      if (error instanceof UndecipherableError) return 'undecipherable';
      throw error;
    }
  }
}
