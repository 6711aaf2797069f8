import { expect, test } from 'vitest';
import { supportHref } from './support-href.ts';

test.each([
  ['help@tea.example', 'mailto:help@tea.example'],
  ['https://tea.example/help', 'https://tea.example/help'],
  ['javascript:alert(1)', undefined],
  ['http://tea.example', undefined],
  [null, undefined],
])('%s leads to %s', (contact, href) => {
  expect(supportHref(contact)).toBe(href);
});
