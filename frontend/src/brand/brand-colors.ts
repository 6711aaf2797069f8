import { BLACK, contrast, mix, parseColor, type Rgb, toHex, WHITE } from './contrast.ts';

export type Theme = 'light' | 'dark';
type Variables = Readonly<Record<`--${string}`, string>>;

/** What WCAG 2 asks of text, and what a button needs to be seen as a thing upon its page. */
const TEXT = 4.5;
const SEEN = 1.4;
const STEPS = 50;

/** What a colour stands on in each theme (the same as in globals.css), and where it goes when it cannot be read there. */
export const GROUNDS = {
  light: {
    surface: [255, 255, 255],
    others: [
      [247, 246, 243],
      [241, 239, 234],
    ],
    away: BLACK,
    tint: 0.1,
  },
  dark: {
    surface: [26, 29, 33],
    others: [
      [18, 20, 23],
      [36, 40, 45],
    ],
    away: WHITE,
    tint: 0.16,
  },
} as const satisfies Record<Theme, { surface: Rgb; others: readonly Rgb[]; away: Rgb; tint: number }>;

/**
 * The colours of the pages that follow a merchant's. What fills a button stays what the merchant chose as long as it is seen
 * at all, with black or white upon it; what is written in the colour goes darker, or lighter in the dark, until it can be
 * read on everything that it may stand on.
 */
export function brandVariables(color: Rgb, theme: Theme): Variables {
  const { surface, others, away, tint: share } = GROUNDS[theme];
  const tintOf = (accent: Rgb) => mix(surface, accent, share);
  const accent = towards(color, away, (each) =>
    [surface, ...others, tintOf(each)].every((ground) => contrast(each, ground) >= TEXT),
  );
  const fill = towards(color, away, (each) => contrast(each, surface) >= SEEN);
  const onFill = contrast(fill, BLACK) >= contrast(fill, WHITE) ? BLACK : WHITE;
  const fromInk = onFill === BLACK ? WHITE : BLACK;
  return {
    '--accent': toHex(accent),
    '--accent-hover': toHex(mix(accent, away, 0.2)),
    '--on-accent': toHex(theme === 'light' ? WHITE : BLACK),
    '--accent-tint': toHex(tintOf(accent)),
    '--fill': toHex(fill),
    '--fill-hover': toHex(mix(fill, fromInk, 0.14)),
    '--on-fill': toHex(onFill),
  };
}

/** As CSS for a whole page, in whichever theme it is shown; undefined for text that is no colour. */
export function brandCss(text: string): string | undefined {
  const color = parseColor(text);
  if (!color) return undefined;
  const light = declarations(brandVariables(color, 'light'));
  const dark = declarations(brandVariables(color, 'dark'));
  return [
    `:root{${light}}`,
    `:root[data-theme=dark]{${dark}}`,
    `@media (prefers-color-scheme:dark){:root:not([data-theme=light]){${dark}}}`,
  ].join('');
}

function declarations(variables: Variables): string {
  return Object.entries(variables)
    .map(([name, value]) => `${name}:${value}`)
    .join(';');
}

/** The nearest to a colour, on the way to another one, that will do. */
function towards(color: Rgb, end: Rgb, willDo: (color: Rgb) => boolean): Rgb {
  for (let step = 0; step < STEPS; step++) {
    const each = mix(color, end, step / STEPS);
    if (willDo(each)) return each;
  }
  return end;
}
