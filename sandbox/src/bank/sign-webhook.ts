import { createHmac } from 'node:crypto';

/** `bank-signature`: the time in Unix seconds, and HMAC-SHA256 in hex over that time, a point and the body. */
export function signWebhook(body: string, secret: string, at: Date): string {
  const seconds = Math.floor(at.getTime() / 1_000);
  const digest = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
  return `t=${seconds},v1=${digest}`;
}
