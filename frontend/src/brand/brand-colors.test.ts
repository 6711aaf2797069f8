import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { brandCss, brandVariables, GROUNDS, type Theme } from './brand-colors.ts';
import { contrast, parseColor, type Rgb, toHex, WHITE } from './contrast.ts';

const byte = fc.nat({ max: 255 });
const theme = fc.constantFrom<Theme>('light', 'dark');
const read = (text: string | undefined): Rgb => parseColor(text ?? '') ?? WHITE;

test('whatever colour a merchant has, what is written in it and on it can be read, dark and light', () => {
  fc.assert(
    fc.property(fc.tuple(byte, byte, byte), theme, (color, shown) => {
      const of = brandVariables(color, shown);
      const { surface, others } = GROUNDS[shown];
      const inks = (name: `--${string}`, grounds: readonly Rgb[]) => {
        for (const ground of grounds) expect(contrast(read(of[name]), ground)).toBeGreaterThanOrEqual(4.5);
      };
      inks('--accent', [surface, ...others, read(of['--accent-tint'])]);
      inks('--on-accent', [read(of['--accent']), read(of['--accent-hover'])]);
      inks('--on-fill', [read(of['--fill']), read(of['--fill-hover'])]);
      expect(contrast(read(of['--fill']), surface)).toBeGreaterThanOrEqual(1.4);
    }),
    { numRuns: 1_000 },
  );
});

test('a colour that can be seen fills buttons as it is', () => {
  for (const color of ['#f7931a', '#0f5c56', '#7c3aed']) {
    expect(brandVariables(read(color), 'light')['--fill']).toBe(color);
    expect(brandVariables(read(color), 'dark')['--fill']).toBe(color);
  }
});

test('only a colour becomes CSS', () => {
  expect(brandCss('#F7931A')).toContain('--fill:#f7931a');
  for (const text of ['', 'red', '#fff', '#000000;}*{display:none']) expect(brandCss(text)).toBeUndefined();
});

test('the grounds are those of the pages', () => {
  const css = readFileSync(new URL('../app/globals.css', import.meta.url), 'utf8');
  const [light = '', dark = ''] = css.split('[data-theme="dark"]');
  for (const [part, { surface, others }] of [
    [light, GROUNDS.light],
    [dark, GROUNDS.dark],
  ] as const) {
    expect(part).toContain(`--surface: ${toHex(surface)};`);
    expect(part).toContain(`--canvas: ${toHex(others[0])};`);
    expect(part).toContain(`--raised: ${toHex(others[1])};`);
  }
});
