import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { entropyBits, judgeSecrets } from './secrets.ts';

const EXAMPLES = new Map([['JWT_SECRET', 'an-example-of-forty-characters-0a1b2c3d4e']]);
const judge = (value: string, name = 'JWT_SECRET') =>
  judgeSecrets([{ name, value, ours: true }], EXAMPLES)[0];

test.each([
  ['the example', 'an-example-of-forty-characters-0a1b2c3d4e', 'problem'],
  ['one character over and over', 'x'.repeat(40), 'problem'],
  ['words', 'my secret is that there is no Zq8 secret', 'problem'],
  ['few different characters', 'abababababacacacacadadadad', 'problem'],
  ['what openssl makes', randomBytes(32).toString('base64'), 'ok'],
  ['hexadecimal', randomBytes(32).toString('hex'), 'ok'],
])('%s: %s is judged', (_, value, level) => {
  expect(judge(value)?.level).toBe(level);
});

test('no random secret of 32 bytes is called weak', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
      fc.pre(new Set(bytes).size > 24);
      const text = Buffer.from(bytes).toString('hex');
      expect(entropyBits(text)).toBeGreaterThan(110);
    }),
  );
});

test('a secret used twice is told, and no finding shows one', () => {
  const value = randomBytes(32).toString('base64');
  const secrets = ['JWT_SECRET', 'ENCRYPTION_KEY'].map((name) => ({ name, value, ours: true }));
  const findings = judgeSecrets(secrets, EXAMPLES);
  expect(findings.at(-1)).toMatchObject({ level: 'problem', subject: 'ENCRYPTION_KEY' });
  expect(findings.at(-1)?.says).toContain('JWT_SECRET');
  expect(JSON.stringify(findings)).not.toContain(value);
});

test('what others give is taken as it is, unless it is the example', () => {
  const given = { name: 'RPC_PASSWORD', value: 'short', ours: false };
  expect(judgeSecrets([given], new Map())[0]?.level).toBe('ok');
  expect(judgeSecrets([given], new Map([['RPC_PASSWORD', 'short']]))[0]?.level).toBe('problem');
});
