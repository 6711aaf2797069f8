import { expect, test } from 'vitest';
import { createCatalogue } from '../catalogue/catalogue.ts';
import { thingSource } from '../testing.ts';
import { readDescription, readUrl } from './check-endpoint-fields.ts';

const production = { NODE_ENV: 'production', WEBHOOK_ALLOW_PRIVATE: false } as const;
const development = { NODE_ENV: 'development', WEBHOOK_ALLOW_PRIVATE: true } as const;

test.each(['https://shop.example/hooks?a=b', 'https://1.1.1.1/', 'https://shop.example:8443/'])(
  '%s can be an endpoint',
  (url) => expect(readUrl(url, production)).toBe(url),
);

test.each([
  'http://shop.example/',
  'http://localhost:3000/',
  'https://localhost/',
  'https://intranet/',
  'https://127.0.0.1/',
  'https://0x7f.1/',
  'https://[::ffff:10.0.0.1]/',
  'https://169.254.169.254/latest/meta-data',
  'https://user:secret@shop.example/',
  'https://shop.example/#part',
  'ftp://shop.example/',
  'shop.example',
  `https://shop.example/${'x'.repeat(2_000)}`,
  '',
])('%s cannot', (url) => {
  expect(() => readUrl(url, production)).toThrow('INVALID_INPUT field=url');
});

test('http is for this machine, where the configuration allows it, and never in production', () => {
  for (const url of ['http://localhost:3000/', 'http://127.0.0.1/', 'http://[::1]:1/']) {
    expect(readUrl(url, development)).toBe(url);
    expect(() => readUrl(url, { ...development, WEBHOOK_ALLOW_PRIVATE: false })).toThrow('https');
    expect(() => readUrl(url, { ...production, WEBHOOK_ALLOW_PRIVATE: true })).toThrow('https');
  }
  expect(() => readUrl('http://shop.example/', development)).toThrow('https');
});

test('a description is one line', () => {
  expect(readDescription('  our shop ')).toBe('our shop');
  expect(readDescription('  ')).toBeNull();
  for (const text of ['a\nb', 'x'.repeat(501)])
    expect(() => readDescription(text)).toThrow('field=description');
});

test('filters are types that there are, subjects with a star, or all; no type has two sources', () => {
  const catalogue = createCatalogue([thingSource]);
  expect(catalogue.types).toEqual(['thing.broken', 'thing.made']);
  expect(catalogue.readFilters(['thing.made', 'thing.*', 'thing.made'])).toEqual(['thing.*', 'thing.made']);
  expect(catalogue.readFilters(['*'])).toEqual(['*']);
  for (const wrong of [[], ['thing'], ['thing.maid'], ['plan.*'], ['**']]) {
    expect(() => catalogue.readFilters(wrong)).toThrow('field=eventTypes');
  }
  expect(() => createCatalogue([thingSource, thingSource])).toThrow('two sources');
});
