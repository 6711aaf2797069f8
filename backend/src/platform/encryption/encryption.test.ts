import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createEncryption, UndecipherableError } from './index.ts';

const [OLD, NEW] = ['o'.repeat(32), 'n'.repeat(32)];
const encryption = createEncryption(OLD);
const reasonOf = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    return error instanceof UndecipherableError ? error.reason : error;
  }
  return undefined;
};

test('any text comes back in its context, and never reads the same twice', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (text, context) => {
      const ciphertext = encryption.encrypt(text, context);
      expect(encryption.decrypt(ciphertext, context)).toBe(text);
      expect(encryption.encrypt(text, context)).not.toBe(ciphertext);
    }),
  );
});

test('it decrypts in no other context, and not after any change', () => {
  const ciphertext = encryption.encrypt('whsec_abc', 'a');
  expect(reasonOf(() => encryption.decrypt(ciphertext, 'b'))).toBe('altered');
  for (let i = 0; i < ciphertext.length; i++) {
    const other = ciphertext[i] === 'A' ? 'B' : 'A';
    const changed = ciphertext.slice(0, i) + other + ciphertext.slice(i + 1);
    const reason = reasonOf(() => encryption.decrypt(changed, 'a'));
    // The last digit of base64 has bits that say nothing: changed there, the text is still the same.
    if (reason === undefined) expect(encryption.decrypt(changed, 'a')).toBe('whsec_abc');
    else expect(['altered', 'format', 'unknown key']).toContain(reason);
  }
});

test('after the key was replaced, what is there still decrypts as long as the old key is given', () => {
  const ciphertext = encryption.encrypt('secret', 'x');
  const replaced = createEncryption(NEW, [OLD]);
  expect(replaced.decrypt(ciphertext, 'x')).toBe('secret');
  expect([replaced.isCurrent(ciphertext), replaced.isCurrent(replaced.encrypt('secret', 'x'))]).toEqual([
    false,
    true,
  ]);
  expect(reasonOf(() => createEncryption(NEW).decrypt(ciphertext, 'x'))).toBe('unknown key');
});

test('a stored value is never mistaken for plain text', () => {
  expect(reasonOf(() => encryption.decrypt('whsec_abc', 'x'))).toBe('format');
});
