import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { Config } from '../../platform/config/index.ts';

/** Who gets reminders, and from whom: each customer of each merchant chooses. */
export interface ReminderKey {
  readonly merchantId: string;
  readonly customerId: string;
}

type LinkConfig = Pick<Config, 'ENCRYPTION_KEY' | 'PUBLIC_URL'>;

/** What can be done by the link of an e-mail. */
export type ReminderChoice = 'stop' | 'resume';

/** A link by which whoever has the e-mail stops reminders, or has them again. It holds as long as the encryption key. */
export function reminderLink(config: LinkConfig, key: ReminderKey, choice: ReminderChoice): string {
  const base = config.PUBLIC_URL.replace(/\/$/, '');
  const signature = sign(config, key).toString('base64url');
  return `${base}/api/reminders/${key.merchantId}/${key.customerId}/${choice}?signature=${signature}`;
}

/** Whether a link was made here for this customer. */
export function isReminderLink(config: LinkConfig, key: ReminderKey, signature: string): boolean {
  const expected = sign(config, key);
  const given = Buffer.from(signature, 'base64url');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** By HKDF-SHA256 (RFC 5869) from the encryption key, so that it is good for nothing else. */
function sign({ ENCRYPTION_KEY }: LinkConfig, { merchantId, customerId }: ReminderKey): Buffer {
  const key = Buffer.from(hkdfSync('sha256', ENCRYPTION_KEY, 'charmbills', 'reminder links', 32));
  return createHmac('sha256', key)
    .update(JSON.stringify([merchantId, customerId]))
    .digest();
}
