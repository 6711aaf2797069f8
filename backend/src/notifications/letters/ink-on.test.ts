import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inkOn } from './ink-on.ts';

test.each([
  ['#ffffff', '#000000'],
  ['#ffd400', '#000000'],
  ['#f7931a', '#000000'],
  ['#0f5c56', '#ffffff'],
  ['#000000', '#ffffff'],
])('on %s one writes in %s', (color, ink) => expect(inkOn(color)).toBe(ink));

test('whatever the colour, what is written on it can be read', () => {
  const linear = (byte: number) =>
    byte / 255 <= 0.04045 ? byte / 3294.6 : ((byte / 255 + 0.055) / 1.055) ** 2.4;
  const byte = fc.nat({ max: 255 });
  fc.assert(
    fc.property(byte, byte, byte, (r, g, b) => {
      const luminance = 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
      const color = `#${[r, g, b].map((each) => each.toString(16).padStart(2, '0')).join('')}`;
      const ratio = inkOn(color) === '#ffffff' ? 1.05 / (luminance + 0.05) : (luminance + 0.05) / 0.05;
      expect(ratio).toBeGreaterThanOrEqual(4.5);
    }),
  );
});
