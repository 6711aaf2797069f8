import { jwtVerify, SignJWT } from 'jose';
import type { Config } from '../../platform/config/index.ts';

const ALGORITHM = 'HS256';
const AUDIENCE = 'charmbills-api';

/** What a token says about its bearer. That the session still stands is for the database to say. */
export interface TokenClaims {
  readonly sessionId: string;
  readonly personId: string;
}

type TokenConfig = Pick<Config, 'JWT_SECRET' | 'JWT_SECRETS_RETIRED' | 'PUBLIC_URL'>;

const keyOf = (secret: string): Uint8Array => new TextEncoder().encode(secret);

/** Signs the token of a session: an HS256 JWT that ends with the session. */
export function signToken(
  config: TokenConfig,
  session: { id: string; personId: string; createdAt: Date; expiresAt: Date },
): Promise<string> {
  return new SignJWT()
    .setProtectedHeader({ alg: ALGORITHM })
    .setJti(session.id)
    .setSubject(session.personId)
    .setIssuer(config.PUBLIC_URL)
    .setAudience(AUDIENCE)
    .setIssuedAt(session.createdAt)
    .setExpirationTime(session.expiresAt)
    .sign(keyOf(config.JWT_SECRET));
}

interface KeptToken {
  readonly claims: TokenClaims;
  /** Seconds since 1970. */
  readonly expires: number;
}

/** Tokens whose signature was found to be ours, by configuration: what they say never changes. */
const keptTokens = new WeakMap<TokenConfig, Map<string, KeptToken>>();
const KEPT_TOKENS = 10_000;

/**
 * Reads a token; undefined unless it is ours, whole and not over. Retired secrets still read, and sign no more.
 * Signatures are checked once for each token.
 */
export async function readToken(
  config: TokenConfig,
  token: string,
  now: Date,
): Promise<TokenClaims | undefined> {
  const kept = keptTokens.get(config) ?? new Map<string, KeptToken>();
  keptTokens.set(config, kept);
  const known = kept.get(token) ?? (await verifyToken(config, token, now));
  if (!known || known.expires <= Math.floor(now.getTime() / 1_000)) return undefined;
  if (!kept.has(token)) {
    const [oldest] = kept.keys();
    if (kept.size >= KEPT_TOKENS && oldest !== undefined) kept.delete(oldest);
    kept.set(token, known);
  }
  return known.claims;
}

async function verifyToken(config: TokenConfig, token: string, now: Date): Promise<KeptToken | undefined> {
  for (const secret of [config.JWT_SECRET, ...config.JWT_SECRETS_RETIRED]) {
    const verified = await verifyWith(secret, config, token, now);
    if (verified !== undefined) return verified;
  }
  return undefined;
}

async function verifyWith(
  secret: string,
  config: TokenConfig,
  token: string,
  now: Date,
): Promise<KeptToken | undefined> {
  try {
    const { payload } = await jwtVerify(token, keyOf(secret), {
      algorithms: [ALGORITHM],
      issuer: config.PUBLIC_URL,
      audience: AUDIENCE,
      requiredClaims: ['exp', 'jti', 'sub'],
      currentDate: now,
    });
    const { jti, sub, exp } = payload;
    return jti && sub && exp ? { claims: { sessionId: jti, personId: sub }, expires: exp } : undefined;
  } catch {
    // Whatever is wrong with it, the bearer is nobody we know.
    return undefined;
  }
}
