import fc from 'fast-check';
import { expect, test } from 'vitest';
import { documentLink, readDocumentLink, type ShownLink } from './document-link.ts';

const config = { ENCRYPTION_KEY: 'a secret of at least 32 characters', PUBLIC_URL: 'https://bills.example/' };
const now = new Date('2027-01-31T12:00:00Z');
const target = { kind: 'invoice', id: 'inv_1' } as const;

function shown(url: string): ShownLink {
  const { pathname, searchParams } = new URL(url);
  const [, kind = '', id = ''] = /^\/api\/documents\/([^/]+)\/([^/]+)\.pdf$/.exec(pathname) ?? [];
  return {
    kind,
    id,
    expires: searchParams.get('expires') ?? '',
    signature: searchParams.get('signature') ?? '',
  };
}
const link = shown(documentLink(config, now, target));
const read =
  (at: Date, shownLink: ShownLink, by = config) =>
  () =>
    readDocumentLink(by, at, shownLink);
const unusable = expect.objectContaining({ code: 'DOCUMENT_LINK_UNUSABLE' });

test('a link leads to its document for a quarter of an hour', () => {
  expect(read(now, link)()).toEqual(target);
  expect(read(new Date('2027-01-31T12:14:59Z'), link)()).toEqual(target);
  expect(read(new Date('2027-01-31T12:15:00Z'), link)).toThrow(unusable);
});

test('nothing of a link can be changed, and no other key has made it', () => {
  expect(read(now, link, { ...config, ENCRYPTION_KEY: 'another secret of 32 characters!!' })).toThrow(
    unusable,
  );
  const others = [
    { kind: 'receipt' },
    { kind: 'public-invoice' },
    { id: 'inv_2' },
    { expires: String(Number(link.expires) + 1) },
    { expires: `0${link.expires}` },
    { signature: '' },
    { signature: link.signature.slice(0, -2) },
  ];
  for (const other of others) expect(read(now, { ...link, ...other })).toThrow(unusable);
});

test('whatever is sent in its place is refused', () => {
  const anything = fc.record({
    kind: fc.oneof(fc.constant('invoice'), fc.string()),
    id: fc.string(),
    expires: fc.oneof(fc.constant(link.expires), fc.string()),
    signature: fc.oneof(fc.base64String(), fc.string()),
  });
  fc.assert(
    fc.property(anything, (sent) => {
      expect(read(now, sent)).toThrow(unusable);
    }),
  );
});
