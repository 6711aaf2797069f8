import { expect, test } from 'vitest';
import { parseMetadata, writeMetadata } from './metadata-lines.ts';

test('notes are written one a line and read back', () => {
  const entries = [
    { key: 'crm', value: '4711' },
    { key: 'formula', value: 'a = b' },
  ];
  expect(writeMetadata(entries)).toBe('crm = 4711\nformula = a = b');
  expect(parseMetadata(`\n${writeMetadata(entries)}\n\n`)).toEqual({ entries });
});

test.each(['crm', '= value', 'crm ='])('%j is no note', (line) => {
  expect(parseMetadata(`a = b\n${line}`)).toEqual({ wrong: line });
});
