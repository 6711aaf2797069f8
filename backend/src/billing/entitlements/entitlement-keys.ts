import { createPrivateKey, createPublicKey, hkdfSync, type KeyObject } from 'node:crypto';
import type { Config } from '../../platform/config/index.ts';

type KeyConfig = Pick<Config, 'ENCRYPTION_KEY' | 'ENCRYPTION_KEYS_RETIRED'>;

/** A public key as others are told of it (RFC 8037). */
export interface PublicJwk {
  readonly kty: 'OKP';
  readonly crv: 'Ed25519';
  readonly x: string;
  readonly kid: string;
  readonly alg: 'EdDSA';
  readonly use: 'sig';
}

/** What entitlement tokens are signed with, and verified by. */
export interface EntitlementKeys {
  readonly kid: string;
  readonly privateKey: KeyObject;
  /** That of the current key first, then those of retired ones. */
  readonly jwks: { readonly keys: readonly PublicJwk[] };
}

/** RFC 8410: an Ed25519 private key in PKCS #8 is its seed after these bytes. */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const derived = new WeakMap<object, EntitlementKeys>();

/**
 * The keys of a configuration, by HKDF-SHA256 (RFC 5869) from its encryption keys: whoever replaces those has both the
 * new and the old key published, until the old one is taken out of the retired ones.
 */
export function entitlementKeysOf(config: KeyConfig): EntitlementKeys {
  const known = derived.get(config);
  if (known) return known;
  const current = deriveKey(config.ENCRYPTION_KEY);
  const retired = config.ENCRYPTION_KEYS_RETIRED.map(deriveKey);
  const keys = {
    kid: current.jwk.kid,
    privateKey: current.privateKey,
    jwks: { keys: [current, ...retired].map(({ jwk }) => jwk) },
  };
  derived.set(config, keys);
  return keys;
}

function deriveKey(secret: string): { readonly privateKey: KeyObject; readonly jwk: PublicJwk } {
  const derive = (purpose: string, bytes: number) =>
    Buffer.from(hkdfSync('sha256', secret, 'charmbills', `entitlement token ${purpose}`, bytes));
  const key = Buffer.concat([PKCS8, derive('key', 32)]);
  const privateKey = createPrivateKey({ key, format: 'der', type: 'pkcs8' });
  const { x } = createPublicKey(privateKey).export({ format: 'jwk' });
  if (x === undefined) throw new Error('an Ed25519 key without its point');
  const kid = derive('key id', 8).toString('hex');
  return { privateKey, jwk: { kty: 'OKP', crv: 'Ed25519', x, kid, alg: 'EdDSA', use: 'sig' } };
}
