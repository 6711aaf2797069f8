import { randomBytes } from 'node:crypto';

/** https://github.com/standard-webhooks/standard-webhooks: 24 to 64 bytes, base64, after this prefix. */
const PREFIX = 'whsec_';
const BYTES = 32;

/** A new signing secret. */
export function newSecret(): string {
  return PREFIX + randomBytes(BYTES).toString('base64');
}

/** What a stored secret is encrypted as: it decrypts for this endpoint alone. */
export function secretContext(endpointId: string): string {
  return `webhook_endpoint/${endpointId}/secret`;
}
