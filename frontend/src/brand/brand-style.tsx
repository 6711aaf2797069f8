import { brandCss } from './brand-colors.ts';

/** Has the page that it is on follow a merchant's colour. */
export function BrandStyle({ color }: { readonly color: string | null }) {
  const css = color === null ? undefined : brandCss(color);
  return css === undefined ? null : <style>{css}</style>;
}
