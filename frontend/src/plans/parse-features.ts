const LINE = /^([A-Za-z][\w.-]{0,63})(?:\s*=\s*(.{1,200}))?$/;

export type ParsedFeatures =
  | { readonly features: Readonly<Record<string, true | number | string>> }
  | { readonly wrong: string };

/** What a plan grants, one a line: `seats = 5` is a number, `support = priority` a text, `export` simply granted. */
export function parseFeatures(text: string): ParsedFeatures {
  const features: Record<string, true | number | string> = {};
  for (const line of text.split('\n').map((each) => each.trim())) {
    if (line === '') continue;
    const [, key, value] = LINE.exec(line) ?? [];
    if (key === undefined) return { wrong: line };
    features[key] = value === undefined ? true : /^\d{1,15}$/.test(value) ? Number(value) : value;
  }
  return { features };
}
