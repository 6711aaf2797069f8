import * as ecc from '@bitcoinerlab/secp256k1';
import { initEccLib, networks, payments } from 'bitcoinjs-lib';
import { expect, test } from 'vitest';
import { readSignerAddress } from './address.ts';
import { readPublicKey } from './public-key.ts';

initEccLib(ecc);
const pubkey = ecc.pointFromScalar(Buffer.alloc(32, 1), true) ?? new Uint8Array();
const otherKey = ecc.pointFromScalar(Buffer.alloc(32, 2), true) ?? new Uint8Array();
const internalPubkey = pubkey.subarray(1);
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

const P2WPKH = payments.p2wpkh({ pubkey, network: networks.regtest });
const P2TR = payments.p2tr({ internalPubkey, network: networks.regtest });
const unsupported = expect.objectContaining({ code: 'ADDRESS_UNSUPPORTED' });

test.each([P2WPKH, P2TR])('a native segwit address of one key is read with its script: $name', (payment) => {
  const signer = readSignerAddress(payment.address ?? '', 'regtest');
  expect(signer).toMatchObject({ text: payment.address, kind: payment.name });
  expect(hex(signer.script)).toBe(hex(payment.output ?? new Uint8Array()));
});

test('the spelling in capitals is the same address, a mixed one is none', () => {
  const address = P2TR.address ?? '';
  expect(readSignerAddress(address.toUpperCase(), 'regtest').text).toBe(address);
  expect(() => readSignerAddress(address.replace('bcrt1p', 'bcrt1P'), 'regtest')).toThrow(unsupported);
});

test('an address of another network is refused', () => {
  for (const network of [networks.bitcoin, networks.testnet]) {
    const { address = '' } = payments.p2wpkh({ pubkey, network });
    expect(() => readSignerAddress(address, 'regtest')).toThrow(unsupported);
  }
  expect(() => readSignerAddress(P2WPKH.address ?? '', 'mainnet')).toThrow(unsupported);
});

test.each([
  ['legacy', payments.p2pkh({ pubkey, network: networks.regtest }).address],
  ['script hash', payments.p2wsh({ hash: Buffer.alloc(32, 1), network: networks.regtest }).address],
  ['segwit of the future', 'bc1zw508d6qejxtdg4y5r3zarvaryvaxxpcs'],
  ['nothing', ''],
  ['no address', 'satoshi'],
  ['a wrong checksum', `${(P2WPKH.address ?? '').slice(0, -1)}q`],
])('%s is refused', (_, address = '') => {
  expect(() => readSignerAddress(address, 'regtest')).toThrow(unsupported);
});

test('a public key is accepted for the address it makes, and stored in one form', () => {
  const keyHash = readSignerAddress(P2WPKH.address ?? '', 'regtest');
  const taproot = readSignerAddress(P2TR.address ?? '', 'regtest');
  expect(readPublicKey(keyHash, hex(pubkey).toUpperCase())).toBe(hex(pubkey));
  expect(readPublicKey(taproot, hex(internalPubkey))).toBe(hex(internalPubkey));
  expect(readPublicKey(taproot, hex(pubkey))).toBe(hex(internalPubkey));
});

test.each<[string, string]>([
  ['another key', hex(otherKey)],
  ['the output key of taproot', hex(P2TR.pubkey ?? new Uint8Array())],
  ['no point', 'ff'.repeat(33)],
  ['no hex', 'zz'.repeat(33)],
  ['too short', '02'],
  ['nothing', ''],
])('%s is no public key of these addresses', (_, text) => {
  for (const { address = '' } of [P2WPKH, P2TR]) {
    const signer = readSignerAddress(address, 'regtest');
    expect(() => readPublicKey(signer, text)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  }
});

test('a taproot key with a script tree beside it does not pass for the plain one', () => {
  const { address = '' } = payments.p2tr({
    internalPubkey,
    scriptTree: { output: Uint8Array.of(0x51) },
    network: networks.regtest,
  });
  const signer = readSignerAddress(address, 'regtest');
  expect(() => readPublicKey(signer, hex(internalPubkey))).toThrow(
    expect.objectContaining({ code: 'INVALID_INPUT' }),
  );
});
