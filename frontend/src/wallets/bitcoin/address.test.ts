import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addressToScript, addressTypeOf, isOfOtherNetwork, scriptToAddress } from './address.ts';
import { fromHex, toHex } from './bytes.ts';

/** From BIP 173, BIP 350, BIP 86 and Bitcoin Core's tests of base58. */
const VECTORS = [
  [
    'mainnet',
    'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4',
    '0014751e76e8199196d454941c45d1b3a323f1433bd6',
    'p2wpkh',
  ],
  [
    'testnet4',
    'tb1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3q0sl5k7',
    '00201863143c14c5166804bd19203356da136c985678cd4d27a1b8c6329604903262',
    undefined,
  ],
  [
    'mainnet',
    'bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0',
    '512079be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798',
    'p2tr',
  ],
  [
    'regtest',
    'bcrt1qka0wl3xap8ljzc4rsxxfuvaqz2g3mgn2438cgm',
    '0014b75eefc4dd09ff2162a3818c9e33a012911da26a',
    'p2wpkh',
  ],
  [
    'mainnet',
    '1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2',
    '76a91477bff20c60e522dfaa3350c39b030a5d004e839a88ac',
    undefined,
  ],
  [
    'mainnet',
    '3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy',
    'a914b472a266d0bd89c13706a4132ccfb16f7c3b9fcb87',
    undefined,
  ],
] as const;

describe.each(VECTORS)('%s %s', (network, address, script, type) => {
  test('is the address of its script, and of no other network', () => {
    expect(toHex(addressToScript(address, network) ?? new Uint8Array())).toBe(script);
    expect(scriptToAddress(fromHex(script), network)).toBe(address);
    expect(addressTypeOf(address, network)).toBe(type);
    for (const other of ['mainnet', 'testnet4', 'regtest'] as const) {
      expect(isOfOtherNetwork(address, other)).toBe(other !== network);
    }
  });
});

test.each([
  ['a bech32 checksum on taproot', 'bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqh2y7hd'],
  ['a future segwit version', 'bc1zw508d6qejxtdg4y5r3zarvaryvaxxpcs'],
  ['a mistyped letter', 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5'],
  ['letters of both cases', 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3T4'],
  ['a mistyped base58', '1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN3'],
  ['nothing', ''],
  ['too much', 'b'.repeat(10_000)],
])('%s is no address', (_name, text) => {
  expect(addressToScript(text, 'mainnet')).toBeUndefined();
  expect(isOfOtherNetwork(text, 'regtest')).toBe(false);
});

test('whatever has an address is paid by that address', () => {
  const program = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
  const script = fc.oneof(
    program(20).map((hash) => [0x00, 0x14, ...hash]),
    program(32).map((hash) => [0x00, 0x20, ...hash]),
    program(32).map((output) => [0x51, 0x20, ...output]),
    program(20).map((hash) => [0x76, 0xa9, 0x14, ...hash, 0x88, 0xac]),
    program(20).map((hash) => [0xa9, 0x14, ...hash, 0x87]),
  );
  fc.assert(
    fc.property(script, fc.constantFrom('mainnet', 'testnet4', 'regtest'), (bytes, network) => {
      const address = scriptToAddress(Uint8Array.from(bytes), network);
      expect(Array.from(addressToScript(address ?? '', network) ?? [])).toEqual(bytes);
    }),
  );
});

test.each(['6a057370656c6c', '', '5221', '0014aa', `5220${'11'.repeat(32)}`])(
  '%s has no address',
  (script) => {
    expect(scriptToAddress(fromHex(script), 'mainnet')).toBeUndefined();
  },
);
