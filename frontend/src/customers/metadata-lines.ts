interface Entry {
  readonly key: string;
  readonly value: string;
}

const LINE = /^([^=\s][^=]{0,63}?)\s*=\s*(.{1,500})$/;

/** What a merchant notes of a customer, one a line as `key = value`. */
export function parseMetadata(text: string): { readonly entries: Entry[] } | { readonly wrong: string } {
  const entries: Entry[] = [];
  for (const line of text.split('\n').map((each) => each.trim())) {
    if (line === '') continue;
    const [, key, value] = LINE.exec(line) ?? [];
    if (key === undefined || value === undefined) return { wrong: line };
    entries.push({ key, value });
  }
  return { entries };
}

export function writeMetadata(entries: readonly Entry[]): string {
  return entries.map(({ key, value }) => `${key} = ${value}`).join('\n');
}
