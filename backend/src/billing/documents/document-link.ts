import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { Config } from '../../platform/config/index.ts';
import { DocumentLinkUnusableError } from './document.errors.ts';

/** What there are links to. The `public` ones say nothing of who an invoice is for. */
const LINKED_KINDS = ['invoice', 'receipt', 'public-invoice', 'public-receipt', 'credit-note'] as const;
export type LinkedKind = (typeof LINKED_KINDS)[number];

/** What a link leads to. */
export interface LinkedDocument {
  readonly kind: LinkedKind;
  /** Of the invoice or credit note. */
  readonly id: string;
}

/** A link as it comes back: all of it is whatever somebody has sent. */
export interface ShownLink {
  readonly kind: string;
  readonly id: string;
  readonly expires: string;
  readonly signature: string;
}

type LinkConfig = Pick<Config, 'ENCRYPTION_KEY' | 'PUBLIC_URL'>;

const LIFETIME_SECONDS = 15 * 60;
const EXPIRES = /^\d{1,12}$/;
const keys = new WeakMap<object, Buffer>();

/** A link by which a browser opens a document for a quarter of an hour, whoever it belongs to. */
export function documentLink(config: LinkConfig, now: Date, { kind, id }: LinkedDocument): string {
  const expires = String(Math.floor(now.getTime() / 1_000) + LIFETIME_SECONDS);
  const signature = sign(config, kind, id, expires).toString('base64url');
  const base = config.PUBLIC_URL.replace(/\/$/, '');
  return `${base}/api/documents/${kind}/${id}.pdf?expires=${expires}&signature=${signature}`;
}

/**
 * What a link leads to that was made here and has not expired.
 * @throws DocumentLinkUnusableError
 */
export function readDocumentLink(config: LinkConfig, now: Date, link: ShownLink): LinkedDocument {
  const { id, expires } = link;
  const kind = LINKED_KINDS.find((each) => each === link.kind);
  const signature = Buffer.from(link.signature, 'base64url');
  if (kind === undefined || !EXPIRES.test(expires)) throw new DocumentLinkUnusableError();
  const expected = sign(config, kind, id, expires);
  const signed = signature.length === expected.length && timingSafeEqual(signature, expected);
  if (!signed || now.getTime() >= Number(expires) * 1_000) throw new DocumentLinkUnusableError();
  return { kind, id };
}

function sign(config: LinkConfig, kind: LinkedKind, id: string, expires: string): Buffer {
  return createHmac('sha256', keyOf(config))
    .update(JSON.stringify([kind, id, expires]))
    .digest();
}

/** By HKDF-SHA256 (RFC 5869) from the encryption key, so that it is good for nothing else. */
function keyOf(config: LinkConfig): Buffer {
  const known = keys.get(config);
  if (known) return known;
  const key = Buffer.from(hkdfSync('sha256', config.ENCRYPTION_KEY, 'charmbills', 'document links', 32));
  keys.set(config, key);
  return key;
}
