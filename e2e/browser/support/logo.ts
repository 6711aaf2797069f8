import sharp from 'sharp';

const CUP = `<svg xmlns="http://www.w3.org/2000/svg" width="360" height="96">
  <rect x="6" y="30" width="64" height="46" rx="14" fill="#8a3b12"/>
  <path d="M70 40h10a12 12 0 0 1 0 24H70" fill="none" stroke="#8a3b12" stroke-width="8"/>
  <path d="M24 20q-8-8 0-16M46 20q-8-8 0-16" fill="none" stroke="#d97706" stroke-width="6"/>
  <g fill="#8a3b12"><rect x="120" y="30" width="90" height="14" rx="7"/><rect x="120" y="58" width="200" height="14" rx="7"/></g>
</svg>`;

/** A logo as a merchant has it: wider than high, with nothing behind it. */
export function teaLogo(kind: 'png' | 'webp' = 'png'): Promise<Buffer> {
  return sharp(Buffer.from(CUP)).toFormat(kind).toBuffer();
}
