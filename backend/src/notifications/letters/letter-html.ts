import { inkOn } from './ink-on.ts';

/** How a merchant shows itself in an e-mail. */
export interface LetterBrand {
  /** `#rrggbb`; null for the colour of the product. */
  readonly color: string | null;
  /** Sides in pixels. */
  readonly logo: { readonly url: string; readonly width: number; readonly height: number } | null;
}

interface LetterParts {
  readonly merchantName: string;
  readonly lines: readonly string[];
  /** The invoice, where the e-mail is about one. */
  readonly url: string | null;
  readonly end: string;
  /** Where reminders are left. */
  readonly leaveUrl: string | null;
  readonly brand: LetterBrand;
}

const COLOR = '#0f5c56';
const LOGO_BOX = { width: 180, height: 48 };

/** An e-mail as HTML, with its styles where e-mail programs read them: on each element. */
export function letterHtml({
  merchantName,
  lines,
  url,
  brand: { color, logo },
  ...parts
}: LetterParts): string {
  const { end, leaveUrl } = parts;
  const leave = leaveUrl === null ? '' : ` <a href="${escaped(leaveUrl)}">No more reminders</a>`;
  const fill = color ?? COLOR;
  const button = `display:inline-block;padding:12px 20px;border-radius:8px;background:${fill};color:${inkOn(fill)};font-weight:600;text-decoration:none`;
  return [
    '<!doctype html><html lang="en"><body style="margin:0;background:#ffffff;color:#1b1d21;font:16px/1.5 sans-serif">',
    `<div style="max-width:560px;margin:0 auto;padding:24px 16px;border-top:4px solid ${fill}">`,
    ...(logo === null ? [] : [`<p>${picture(logo, merchantName)}</p>`]),
    ...lines.map((line) => `<p>${escaped(line)}</p>`),
    ...(url === null ? [] : [`<p><a href="${escaped(url)}" style="${button}">See the invoice</a></p>`]),
    `<hr style="border:0;border-top:1px solid #e3e0d9"><p style="color:#5c5f66">${escaped(end)}${leave}</p></div></body></html>`,
  ].join('\n');
}

/** With its size given, nothing moves when it comes, and there is room for the name where pictures are not shown. */
function picture({ url, width, height }: NonNullable<LetterBrand['logo']>, name: string): string {
  const scale = Math.min(1, LOGO_BOX.width / width, LOGO_BOX.height / height);
  const [w, h] = [width, height].map((side) => Math.max(1, Math.round(side * scale)));
  return `<img src="${escaped(url)}" width="${w}" height="${h}" alt="${escaped(name)}" style="background:#ffffff">`;
}

function escaped(text: string): string {
  const named: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replaceAll(/[&<>"']/g, (character) => named[character] ?? character);
}
