/** What a webhook tells. */
export interface WebhookEvent {
  /** The same for every attempt to deliver it: handle each once. */
  readonly id: string;
  /** Such as `invoice.paid`. */
  readonly type: string;
  /** When it happened, in ISO 8601. */
  readonly timestamp: string;
  /** What it is about, and how that stood when the message was written. */
  readonly data: Readonly<Record<string, unknown>>;
}

export type WebhookErrorCode = 'HEADERS_MISSING' | 'TIMESTAMP_OFF' | 'SIGNATURE_INVALID' | 'BODY_UNREADABLE';

/** The request is not a webhook of ours, or not a fresh one: answer it with 400. */
export class WebhookError extends Error {
  readonly code: WebhookErrorCode;

  constructor(code: WebhookErrorCode) {
    super(code);
    this.name = 'WebhookError';
    this.code = code;
  }
}

export interface WebhookRequest {
  /** Exactly as it came: parsed and printed again it is no longer what was signed. */
  readonly body: string;
  readonly headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>;
  /** `whsec_…` of the endpoint. While it is rotated, the old and the new one. */
  readonly secret: string | readonly string[];
  /** How far the time of signing may be from now, either way; 5 minutes unless given. */
  readonly toleranceSeconds?: number;
  readonly now?: Date;
}

const PREFIX = 'whsec_';

/**
 * Checks that a request is a webhook of ours, by Standard Webhooks (https://www.standardwebhooks.com), and reads it. To
 * be safe from repetition, remember the ids that were handled.
 * @throws WebhookError
 */
export async function verifyWebhook(request: WebhookRequest): Promise<WebhookEvent> {
  const { body, headers, secret, toleranceSeconds = 300, now = new Date() } = request;
  const id = headerOf(headers, 'webhook-id');
  const timestamp = headerOf(headers, 'webhook-timestamp');
  const signatures = headerOf(headers, 'webhook-signature');
  if (!id || !timestamp || !signatures) throw new WebhookError('HEADERS_MISSING');
  const seconds = /^\d{1,12}$/.test(timestamp) ? Number(timestamp) : Number.NaN;
  if (!(Math.abs(now.getTime() / 1_000 - seconds) <= toleranceSeconds))
    throw new WebhookError('TIMESTAMP_OFF');
  const secrets = typeof secret === 'string' ? [secret] : secret;
  if (!(await isSigned(`${id}.${timestamp}.${body}`, signatures, secrets))) {
    throw new WebhookError('SIGNATURE_INVALID');
  }
  return { id, ...read(body) };
}

/** Whether any of the signatures is by any of the secrets; `crypto.subtle` compares in constant time. */
async function isSigned(content: string, signatures: string, secrets: readonly string[]): Promise<boolean> {
  const data = new TextEncoder().encode(content);
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  for (const secret of secrets) {
    const bytes = fromBase64(secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : secret);
    if (!bytes || bytes.length === 0) continue;
    const key = await crypto.subtle.importKey('raw', bytes, algorithm, false, ['verify']);
    for (const each of signatures.split(' ')) {
      const signature = each.startsWith('v1,') ? fromBase64(each.slice(3)) : undefined;
      if (signature && (await crypto.subtle.verify('HMAC', key, signature, data))) return true;
    }
  }
  return false;
}

function headerOf(headers: WebhookRequest['headers'], name: string): string | undefined {
  if (headers instanceof Headers) return headers.get(name) ?? undefined;
  const [, value] = Object.entries(headers).find(([key]) => key.toLowerCase() === name) ?? [];
  return typeof value === 'string' ? value : undefined;
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}

function read(body: string): Omit<WebhookEvent, 'id'> {
  try {
    const { type, timestamp, data } = JSON.parse(body);
    return { type, timestamp, data };
  } catch {
    throw new WebhookError('BODY_UNREADABLE');
  }
}
