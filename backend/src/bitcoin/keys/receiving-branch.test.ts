import fc from 'fast-check';
import { expect, test } from 'vitest';
import { InvalidInputError } from '../../platform/errors/index.ts';
import { descriptorChecksum } from './descriptor-checksum.ts';
import { deriveChild, readExtendedKey, writeExtendedKey } from './extended-key.ts';
import { PrivateKeyRefusedError } from './keys.errors.ts';
import { readReceivingBranch, receivingAddress } from './receiving-branch.ts';
import type { ReceivingScript } from './receiving-script.ts';

/** Account keys of the seed phrase that BIP 49, 84 and 86 give as their vectors. */
const ZPUB =
  'zpub6rFR7y4Q2AijBEqTUquhVz398htDFrtymD9xYYfG1m4wAcvPhXNfE3EfH1r1ADqtfSdVCToUG868RvUUkgDKf31mGDtKsAYz2oz2AGutZYs';
const UPUB =
  'upub5EFU65HtV5TeiSHmZZm7FUffBGy8UKeqp7vw43jYbvZPpoVsgU93oac7Wk3u6moKegAEWtGNF8DehrnHtv21XXEMYRUocHqguyjknFHYfgY';
const XPUB_86 =
  'xpub6BgBgsespWvERF3LHQu6CnqdvfEvtMcQjYrcRzx53QJjSxarj2afYWcLteoGVky7D3UKDP9QyrLprQ3VCECoY49yfdDEHGCtMMj92pReUsQ';

const addresses = (text: string, network: 'mainnet' | 'regtest' | 'testnet4', script?: ReceivingScript) => {
  const branch = readReceivingBranch(text, network, script);
  return [0, 1].map((index) => receivingAddress(branch, index, network).address);
};

test('BIP 84: the receiving addresses of a zpub', () => {
  expect(addresses(ZPUB, 'mainnet')).toEqual([
    'bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306fyu',
    'bc1qnjg0jd8228aq7egyzacy8cys3knf9xvrerkf9g',
  ]);
});

test('BIP 49: the receiving address of a upub', () => {
  expect(addresses(UPUB, 'testnet4')[0]).toBe('2Mww8dCYPUpKHofjgcXcBCEGmniw9CoaiD2');
});

test('BIP 86: the receiving addresses of an xpub that is said to be for taproot', () => {
  expect(addresses(XPUB_86, 'mainnet', 'p2tr')).toEqual([
    'bc1p5cyxnuxmeuwuvkwfem96lqzszd02n6xdcjrs20cac6yqjjwudpxqkedrcr',
    'bc1p4qhjn9zdvkux4e44uhx8tc55attvtyu358kutcqkudyccelu0was9fqzwh',
  ]);
});

test('BIP 32: the public child of vector 2', () => {
  const master =
    'xpub661MyMwAqRbcFW31YEwpkMuc5THy2PSt5bDMsktWQcFF8syAmRUapSCGu8ED9W6oDMSgv6Zz8idoc4a6mr8BDzTJY47LJhkJ8UB7WEGuduB';
  const child =
    'xpub69H7F5d8KSRgmmdJg2KhpAK8SR3DjMwAdkxj3ZuxV27CprR9LgpeyGmXUbC6wb7ERfvrnKZjXoUmmDznezpbZb7ap6r1D3tgFxHmwMkQTPH';
  const { key } = readExtendedKey(master, 'mainnet');
  const derived = deriveChild(key, 0);
  const expected = readExtendedKey(child, 'mainnet').key;
  expect(derived.publicKey).toEqual(expected.publicKey);
  expect(derived.chainCode).toEqual(expected.chainCode);
  expect(writeExtendedKey(key, 'mainnet')).toBe(master);
  expect(() => deriveChild(key, 0x80000000)).toThrow(RangeError);
});

test('a checksum is that of BIP 380, and a descriptor with another is refused', () => {
  expect(descriptorChecksum('raw(deadbeef)')).toBe('89f8spxm');
  expect(descriptorChecksum('raw(Ü)')).toBeUndefined();
  const { descriptor } = readReceivingBranch(ZPUB, 'mainnet');
  expect(readReceivingBranch(descriptor, 'mainnet').descriptor).toBe(descriptor);
  const last = descriptor.at(-1) === 'q' ? 'p' : 'q';
  expect(() => readReceivingBranch(descriptor.slice(0, -1) + last, 'mainnet')).toThrow(/checksum/);
});

test('the same addresses are the same branch, however their key is written', () => {
  const zpub = readReceivingBranch(ZPUB, 'mainnet');
  const xpub = writeExtendedKey(readExtendedKey(ZPUB, 'mainnet').key, 'mainnet');
  const written = [
    `wpkh(${xpub}/0/*)`,
    `wpkh([73c5da0a/84'/0'/0']${xpub}/<0;1>/*)`,
    `wpkh([73c5da0a/84h/0h/0h]${xpub}/0/*)`,
  ].map((text) => readReceivingBranch(text, 'mainnet').id);
  expect(new Set([zpub.id, readReceivingBranch(xpub, 'mainnet', 'p2wpkh').id, ...written]).size).toBe(1);
  expect(readReceivingBranch(`wpkh(${xpub}/1/*)`, 'mainnet').id).not.toBe(zpub.id);
  expect(readReceivingBranch(`tr(${xpub}/0/*)`, 'mainnet').id).not.toBe(zpub.id);
});

const XPRV =
  'xprv9s21ZrQH143K31xYSDQpPDxsXRTUcvj2iNHm5NUtrGiGG5e2DtALGdso3pGz6ssrdK4PFmM8NSpSBHNqPqm55Qn3LqFtT2emdEXVYsCzC2U';

test.each([
  XPRV,
  `wpkh(${XPRV}/0/*)`,
  'KwDiBf89QgGbjEhKnhXJuH7LrciVrZi3qYjgd9M7rFU73sVHnoWn',
  'abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about',
])('what holds a secret is refused as such, and not repeated', (secret) => {
  const refused = () => readReceivingBranch(secret, 'mainnet');
  expect(refused).toThrow(PrivateKeyRefusedError);
  try {
    refused();
  } catch (error) {
    expect(JSON.stringify(error)).not.toContain(secret.slice(10, 30));
  }
});

test.each([
  ['an xpub that does not say what it is for', XPUB_86],
  ['a typing error', ZPUB.replace('AijB', 'AijC')],
  ['one address', `wpkh(${XPUB_86})`],
  ['a path that does not end in a range', `wpkh(${XPUB_86}/0/1)`],
  ['a hardened range', `wpkh(${XPUB_86}/0/*')`],
  ['a hardened step below the public key', `wpkh(${XPUB_86}/0'/*)`],
  ['a slip-132 key in a descriptor', `wpkh(${ZPUB}/0/*)`],
  ['several signers', `wsh(sortedmulti(1,${XPUB_86}/0/*,${XPUB_86}/1/*))`],
  ['a script tree', `tr(${XPUB_86}/0/*,pk(${XPUB_86}/1/*))`],
  ['unbalanced', `wpkh(${XPUB_86}/0/*))`],
  ['nothing', ''],
  ['too much', 'x'.repeat(501)],
])('%s is refused with a reason', (_, text) => {
  expect(() => readReceivingBranch(text, 'mainnet')).toThrow(InvalidInputError);
});

test('a key of another network is refused', () => {
  expect(() => readReceivingBranch(ZPUB, 'regtest')).toThrow(/regtest/);
  expect(() => readReceivingBranch(UPUB, 'mainnet')).toThrow(/mainnet/);
});

test('whatever text is given is read or refused, never anything else', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.string().map((text) => `wpkh(${text}/0/*)`),
      ),
      (text) => {
        expect(() => readReceivingBranch(text, 'regtest', 'p2wpkh')).toThrow(
          expect.objectContaining({ code: expect.stringMatching(/INVALID_INPUT|PRIVATE_KEY_REFUSED/) }),
        );
      },
    ),
  );
});
