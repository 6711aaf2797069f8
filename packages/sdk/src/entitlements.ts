/** What a token says that its holder may use, until it ends. */
export interface VerifiedEntitlement {
  readonly merchantId: string;
  /** The subscriber. */
  readonly address: string;
  readonly plans: readonly string[];
  /** Keys with true, a number or a text each. */
  readonly features: Readonly<Record<string, true | number | string>>;
  readonly expiresAt: Date;
}

/** The public keys, as `/.well-known/jwks.json` gives them. */
export interface EntitlementKeySet {
  readonly keys: readonly { readonly kid?: string; readonly [field: string]: unknown }[];
}

export type EntitlementErrorCode =
  | 'TOKEN_UNREADABLE'
  | 'KEY_UNKNOWN'
  | 'SIGNATURE_INVALID'
  | 'NOT_FOR_YOU'
  | 'EXPIRED';

/** The token grants nothing. `KEY_UNKNOWN`: fetch the keys again, once, for they may have been replaced. */
export class EntitlementError extends Error {
  readonly code: EntitlementErrorCode;

  constructor(code: EntitlementErrorCode) {
    super(code);
    this.name = 'EntitlementError';
    this.code = code;
  }
}

export interface EntitlementCheck {
  readonly keys: EntitlementKeySet;
  readonly merchantId: string;
  /** The PUBLIC_URL of the installation. */
  readonly issuer: string;
  readonly now?: Date;
}

const TYPE = 'entitlement+jwt';

/**
 * Verifies an entitlement token without asking anybody: an EdDSA JWT (RFC 8037) of the installation for this merchant
 * that has not ended. What is taken back from a subscriber is gone when their token ends, after five minutes at most.
 * @throws EntitlementError
 */
export async function verifyEntitlementToken(
  token: string,
  { keys, merchantId, issuer, now = new Date() }: EntitlementCheck,
): Promise<VerifiedEntitlement> {
  const [head = '', body = '', signature = '', ...more] = token.split('.');
  const header = readPart(head);
  const claims = readPart(body);
  if (!header || !claims || more.length > 0 || header.alg !== 'EdDSA' || header.typ !== TYPE) {
    throw new EntitlementError('TOKEN_UNREADABLE');
  }
  const key = keys.keys.find(({ kid }) => kid !== undefined && kid === header.kid);
  if (!key) throw new EntitlementError('KEY_UNKNOWN');
  const { kty, crv, x } = key as JsonWebKey;
  const algorithm = { name: 'Ed25519' };
  const imported = await crypto.subtle.importKey('jwk', { kty, crv, x } as JsonWebKey, algorithm, false, [
    'verify',
  ]);
  const signed = new TextEncoder().encode(`${head}.${body}`);
  const bytes = bytesOf(signature);
  if (!bytes || !(await crypto.subtle.verify(algorithm, imported, bytes, signed))) {
    throw new EntitlementError('SIGNATURE_INVALID');
  }
  const { iss, aud, sub, exp, plans, features } = claims;
  if (
    typeof exp !== 'number' ||
    typeof sub !== 'string' ||
    !Array.isArray(plans) ||
    typeof features !== 'object'
  ) {
    throw new EntitlementError('TOKEN_UNREADABLE');
  }
  if (iss !== issuer || aud !== merchantId) throw new EntitlementError('NOT_FOR_YOU');
  if (exp * 1_000 <= now.getTime()) throw new EntitlementError('EXPIRED');
  return {
    merchantId,
    address: sub,
    plans: plans as string[],
    features: features as VerifiedEntitlement['features'],
    expiresAt: new Date(exp * 1_000),
  };
}

function readPart(part: string): Record<string, unknown> | undefined {
  const bytes = bytesOf(part);
  if (!bytes) return undefined;
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function bytesOf(base64url: string): Uint8Array<ArrayBuffer> | undefined {
  if (!/^[\w-]+$/.test(base64url)) return undefined;
  try {
    const binary = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'));
    return Uint8Array.from(binary, (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}
