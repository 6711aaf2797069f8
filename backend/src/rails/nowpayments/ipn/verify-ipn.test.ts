import { createHmac } from 'node:crypto';
import { signIpn } from '@charmbills/sandbox';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { verifyIpn } from './verify-ipn.ts';

const SECRET = 'ipn-secret';
const bytes = (text: string) => Buffer.from(text, 'utf8');
const sign = (text: string) => createHmac('sha512', SECRET).update(text).digest('hex');

/** The body of the provider's documentation. */
const BODY = {
  payment_id: 123456789,
  parent_payment_id: 987654321,
  payment_status: 'finished',
  price_amount: 1,
  actually_paid: 15.5,
  outcome_amount: 14.8106,
  payment_extra_ids: [5, 1],
  fee: { currency: 'btc', withdrawalFee: 0, depositFee: 0.09853637216235617 },
};
const SORTED =
  '{"actually_paid":15.5,"fee":{"currency":"btc","depositFee":0.09853637216235617,"withdrawalFee":0},' +
  '"outcome_amount":14.8106,"parent_payment_id":987654321,"payment_extra_ids":ARRAY,"payment_id":123456789,' +
  '"payment_status":"finished","price_amount":1}';

test.each([
  ['kept', '[5,1]'],
  ['turned into objects', '{"0":5,"1":1}'],
])('a signature over sorted keys with arrays %s is right', (_, array) => {
  const signature = sign(SORTED.replace('ARRAY', array));
  expect(verifyIpn(bytes(JSON.stringify(BODY)), signature, SECRET)).toBe(true);
  expect(verifyIpn(bytes(JSON.stringify(BODY, null, 2)), signature.toUpperCase(), SECRET)).toBe(true);
});

test('a signature that leaves out what is nested is not', () => {
  const keys = Object.keys(BODY).sort();
  expect(verifyIpn(bytes(JSON.stringify(BODY)), sign(JSON.stringify(BODY, keys)), SECRET)).toBe(false);
});

test('digits are compared as they were written, not as floating point reads them', () => {
  const text = '{"actually_paid":0.1000000000000000055511151231257827}';
  expect(verifyIpn(bytes(text), sign(text), SECRET)).toBe(true);
  expect(verifyIpn(bytes(text), sign('{"actually_paid":0.1}'), SECRET)).toBe(false);
  expect(verifyIpn(bytes('{"n":1e-8}'), sign('{"n":1e-8}'), SECRET)).toBe(true);
});

test('whatever the body, the provider’s signature is right and no other is', () => {
  const body = fc.dictionary(fc.string({ maxLength: 12 }), fc.jsonValue({ maxDepth: 4 }), { maxKeys: 8 });
  const treatment = fc.constantFrom('kept', 'objects');
  fc.assert(
    fc.property(body, treatment, fc.nat(127), (fields, arrays, position) => {
      const raw = bytes(JSON.stringify(fields));
      const signature = signIpn(JSON.parse(JSON.stringify(fields)), SECRET, arrays as 'kept' | 'objects');
      expect(verifyIpn(raw, signature, SECRET)).toBe(true);
      expect(verifyIpn(raw, signature, `${SECRET}2`)).toBe(false);
      const other = signature[position] === '0' ? '1' : '0';
      const forged = signature.slice(0, position) + other + signature.slice(position + 1);
      expect(verifyIpn(raw, forged, SECRET)).toBe(false);
    }),
  );
});

test('any change of a value breaks the signature', () => {
  const changes = Object.keys(BODY).map((key) => ({ ...BODY, [key]: 'changed' }));
  const signature = signIpn(BODY, SECRET, 'kept');
  for (const changed of changes) {
    expect(verifyIpn(bytes(JSON.stringify(changed)), signature, SECRET)).toBe(false);
  }
});

test.each([
  ['nothing', ''],
  ['no JSON', '{"a":'],
  ['a list', '[1]'],
  ['a number', '1'],
  ['null', 'null'],
  ['too deep', `{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}`],
  ['too long', `{"a":"${'x'.repeat(100_001)}"}`],
])('a body that is %s is refused without throwing', (_, text) => {
  expect(verifyIpn(bytes(text), sign(text), SECRET)).toBe(false);
});

test('a body that is not UTF-8, a missing signature, one of another form, and an empty secret are refused', () => {
  const raw = bytes('{"a":1}');
  const signature = sign('{"a":1}');
  expect(verifyIpn(raw, signature, SECRET)).toBe(true);
  expect(verifyIpn(Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d), signature, SECRET)).toBe(false);
  expect(verifyIpn(raw, undefined, SECRET)).toBe(false);
  for (const wrong of ['', signature.slice(2), `${signature}00`, `g${signature.slice(1)}`]) {
    expect(verifyIpn(raw, wrong, SECRET)).toBe(false);
  }
  const unkeyed = createHmac('sha512', '').update('{"a":1}').digest('hex');
  expect(verifyIpn(raw, unkeyed, '')).toBe(false);
});

test('a key named __proto__ is signed like any other', () => {
  const raw = bytes('{"z":1,"__proto__":{"b":1,"a":2}}');
  expect(verifyIpn(raw, sign('{"__proto__":{"a":2,"b":1},"z":1}'), SECRET)).toBe(true);
  expect(verifyIpn(raw, sign('{"z":1}'), SECRET)).toBe(false);
});
