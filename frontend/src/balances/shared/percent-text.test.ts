import { expect, test } from 'vitest';
import { percentText } from './percent-text.ts';

test.each([
  [0, '0'],
  [25, '0.25'],
  [-5, '-0.05'],
  [50, '0.5'],
  [3_333, '33.33'],
  [10_000, '100'],
])('%i hundredths of a percent are %s', (bps, text) => {
  expect(percentText(bps)).toBe(text);
});
