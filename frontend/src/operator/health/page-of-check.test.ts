import { expect, test } from 'vitest';
import { pageOfCheck } from './page-of-check.ts';

test.each([
  ['jobs.dead', 'jobs'],
  ['jobs.waiting', 'jobs'],
  ['jobs.workers', undefined],
  ['withdrawals.decided', 'withdrawals'],
  ['emails.sent', 'emails'],
  ['database.answers', undefined],
])('%s is mended on the page %s', (check, page) => {
  expect(pageOfCheck(check)).toBe(page);
});
