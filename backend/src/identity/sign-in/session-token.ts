import { jwtVerify, SignJWT } from 'jose';
import type { Config } from '../../platform/config/index.ts';

const ALGORITHM = 'HS256';
const AUDIENCE = 'charmbills-api';

/** What a token says about its bearer. That the session still stands is for the database to say. */
export interface TokenClaims {
  readonly sessionId: string;
  readonly personId: string;
}

type TokenConfig = Pick<Config, 'JWT_SECRET' | 'PUBLIC_URL'>;

function keyOf({ JWT_SECRET }: TokenConfig): Uint8Array {
  return new TextEncoder().encode(JWT_SECRET);
}

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
    .sign(keyOf(config));
}

/** Reads a token; undefined unless it is ours, whole and not over. */
export async function readToken(
  config: TokenConfig,
  token: string,
  now: Date,
): Promise<TokenClaims | undefined> {
  try {
    const { payload } = await jwtVerify(token, keyOf(config), {
      algorithms: [ALGORITHM],
      issuer: config.PUBLIC_URL,
      audience: AUDIENCE,
      requiredClaims: ['exp', 'jti', 'sub'],
      currentDate: now,
    });
    const { jti, sub } = payload;
    return jti && sub ? { sessionId: jti, personId: sub } : undefined;
  } catch {
    // Whatever is wrong with it, the bearer is nobody we know.
    return undefined;
  }
}
