import { Webhook } from 'standardwebhooks';

/** Signs messages for one endpoint, under every secret that is valid now. */
export interface Signer {
  /** The headers of one attempt over these exact bytes. */
  headersOf(message: { readonly id: string; readonly body: string }, at: Date): Record<string, string>;
}

/** Signs by Standard Webhooks v1; more than one secret gives more than one signature, separated by spaces. */
export function createSigner(secrets: readonly string[]): Signer {
  const webhooks = secrets.map((secret) => new Webhook(secret));
  return {
    headersOf({ id, body }, at) {
      return {
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
        'webhook-signature': webhooks.map((webhook) => webhook.sign(id, at, body)).join(' '),
      };
    },
  };
}
