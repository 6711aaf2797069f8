import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nextPath } from './next-path.ts';

test.each([
  ['/m/merch_1/plans', '/m/merch_1/plans'],
  ['/subscriptions?a=1#b', '/subscriptions?a=1#b'],
  ['/', '/'],
])('%j leads to a page of ours', (next, path) => {
  expect(nextPath(next)).toBe(path);
});

test.each([
  null,
  '',
  'm/1',
  '//evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  '\t//evil.example',
  '/\n\\evil.example',
  '/..//evil.example',
  '/x/..//evil.example',
  'https://evil.example',
  'javascript:alert(1)',
])('%j leads nowhere else', (next) => {
  expect(nextPath(next)).toBe('/merchants');
});

test('whatever a link brings along, nobody leaves', () => {
  const piece = fc.constantFrom(
    '/',
    '\\',
    '\t',
    '\r\n',
    '.',
    '..',
    '@',
    ':',
    '?',
    '#',
    '%2f',
    '%09',
    'evil.example',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const path = nextPath(`/${pieces.join('')}`);
      const { origin, href } = new URL(path, 'https://app.example');
      expect(origin).toBe('https://app.example');
      expect(new URL(new URL(href).pathname, origin).origin).toBe(origin);
    }),
  );
});
