import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Request } from '../http/serve.ts';
import { noToken, refusal } from './refusals.ts';

/** "JWT tokens expire in 5 minutes" */
const LIFETIME_SECONDS = 300;

/** The bearer tokens of `POST /v1/auth`: signed, and valid for five minutes. */
export function createTokens(clock: Clock) {
  const key = randomBytes(32);
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const seal = (text: string) => createHmac('sha256', key).update(text).digest();
  const nowSeconds = () => Math.floor(clock.now().getTime() / 1_000);
  return {
    issue(): string {
      const iat = nowSeconds();
      const text = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode({ id: '5825259115', iat, exp: iat + LIFETIME_SECONDS })}`;
      return `${text}.${seal(text).toString('base64url')}`;
    },
    isValid(token: string): boolean {
      const [header = '', payload = '', signature = ''] = token.split('.');
      const given = Buffer.from(signature, 'base64url');
      const expected = seal(`${header}.${payload}`);
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) return false;
      const { exp } = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as { exp: number };
      return exp > nowSeconds();
    },
  };
}

export type Tokens = ReturnType<typeof createTokens>;

/** Refuses requests without a token that is valid. */
export function tokenCheck(tokens: Tokens): (request: Request) => void {
  return ({ headers }) => {
    const [, token = ''] = /^Bearer (.+)$/.exec(headers.authorization ?? '') ?? [];
    if (!token) throw noToken();
    if (!tokens.isValid(token)) throw refusal(401, 'INVALID_TOKEN', 'JWT token is invalid or expired');
  };
}
