import { expect, test } from 'vitest';
import { parseFeatures } from './parse-features.ts';

test('a line is a key, or a key with a number or a text', () => {
  expect(parseFeatures('export\nseats = 5\n\n support=priority mail ')).toEqual({
    features: { export: true, seats: 5, support: 'priority mail' },
  });
});

test.each(['= 5', 'two words', '1st', 'a ='])('%j is none', (line) => {
  expect(parseFeatures(`fine\n${line}`)).toEqual({ wrong: line });
});
