import { sha256 } from '@noble/hashes/sha2.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareApps, formatApp, identityOf, parseApp, vkOf } from './app.ts';
import { bytesToHex, hexToBytes } from './bytes.ts';
import { arbitraryApp } from './testing/arbitraries.ts';
import { codeOf } from './testing/code-of.ts';

const a = 'aa'.repeat(32);
const b = 'bb'.repeat(32);

test('apps survive as text, whatever their tag', () => {
  fc.assert(
    fc.property(arbitraryApp, (app) => {
      expect(parseApp(formatApp(app))).toEqual(app);
    }),
  );
});

test('apps are ordered by tag, then identity, then vk', () => {
  const ordered = [
    { tag: 'n', identity: a, vk: b },
    { tag: 't', identity: a, vk: a },
    { tag: 't', identity: a, vk: b },
    { tag: 't', identity: b, vk: a },
    { tag: '\u{ffff}', identity: a, vk: a },
    { tag: '\u{10000}', identity: a, vk: a },
  ];
  expect(ordered.toReversed().sort(compareApps)).toEqual(ordered);
  expect(compareApps({ tag: 't', identity: a, vk: b }, { tag: 't', identity: a, vk: b })).toBe(0);
});

test('the identity is SHA-256 of the text txid:vout', () => {
  const text = new TextEncoder().encode(`${a}:3`);
  expect(identityOf({ txid: a, vout: 3 })).toBe(bytesToHex(sha256(text)));
});

test('the vk is SHA-256 of the binary', () => {
  expect(vkOf(hexToBytes('616263'))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  expect(codeOf(() => vkOf('abc' as never))).toBe('ARGUMENT_INVALID');
});

test.each([
  '',
  'n',
  `n/${a}`,
  `n/${a}/`,
  `n/${a}/${b}0`,
  `nn/${a}/${b}`,
  `/${a}/${b}`,
  `n/${a.toUpperCase()}/${b}`,
  `n/${a}/${b.slice(1)}g`,
])('refused: %s', (text) => {
  expect(codeOf(() => parseApp(text))).toBe('APP_INVALID');
});

test('a tag is one character', () => {
  for (const tag of ['', 'nt', '\u{d800}']) {
    expect(codeOf(() => formatApp({ tag, identity: a, vk: b }))).toBe('APP_INVALID');
  }
});
