import fc from 'fast-check';
import { expect, test } from 'vitest';
import { errorText, redact } from './redact.ts';

test('ids stay, secrets go: by what they are called, at any depth, and by their looks', () => {
  expect(
    redact({
      spellJobId: 'spell_1',
      signedPsbt: 'x',
      to: { recipientEmail: 'mina', list: [{ apiToken: 't', n: 1 }] },
      note: 'ask mina@example.org',
      secret: null,
    }),
  ).toEqual({
    spellJobId: 'spell_1',
    signedPsbt: '[redacted]',
    to: { recipientEmail: '[redacted]', list: [{ apiToken: '[redacted]', n: 1 }] },
    note: 'ask [redacted]',
    secret: null,
  });
});

test('whatever a job holds, what is shown of it is bounded and can be written as JSON', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 10 }), (value) => {
      // JSON has one zero.
      const shown = redact(JSON.parse(JSON.stringify(value)));
      expect(JSON.parse(JSON.stringify(shown))).toEqual(shown);
    }),
  );
  expect(String(redact('x'.repeat(5_000)))).toHaveLength(1_001);
  expect(redact(Array.from({ length: 500 }, (_, i) => i))).toHaveLength(100);
});

test.each([
  [null, null],
  [{ message: 'out of order' }, 'out of order'],
  [{ value: { message: 'handler execution exceeded 5 s' } }, 'handler execution exceeded 5 s'],
  [{ value: 'just text for a@b.example' }, 'just text for [redacted]'],
  [{ code: 'X' }, '{"code":"X"}'],
])('of %j is said %j', (output, text) => {
  expect(errorText(output)).toBe(text);
});
