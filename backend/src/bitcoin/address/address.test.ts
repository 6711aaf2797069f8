import { expect, test, vi } from 'vitest';
import type { BitcoinNetwork } from '../network.ts';
import { addressToScript, isFundingAddress, scriptToAddress } from './address.ts';

/** From BIP 173, BIP 350 and BIP 341 and Bitcoin Core's key_io_valid.json. */
const VALID: readonly [BitcoinNetwork, string, string, boolean][] = [
  [
    'mainnet',
    '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa',
    '76a91462e907b15cbf27d5425399ebf6f0fb50ebb88f1888ac',
    false,
  ],
  [
    'mainnet',
    'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4',
    '0014751e76e8199196d454941c45d1b3a323f1433bd6',
    true,
  ],
  [
    'mainnet',
    'bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0',
    '512079be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798',
    true,
  ],
  [
    'testnet4',
    'tb1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3q0sl5k7',
    '00201863143c14c5166804bd19203356da136c985678cd4d27a1b8c6329604903262',
    false,
  ],
  [
    'testnet4',
    'tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx',
    '0014751e76e8199196d454941c45d1b3a323f1433bd6',
    true,
  ],
  [
    'regtest',
    'bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080',
    '0014751e76e8199196d454941c45d1b3a323f1433bd6',
    true,
  ],
  ['mainnet', '3P14159f73E4gFr7JterCCQh9QjiTjiZrG', 'a914e9c3dd0c07aac76179ebc76a6c78d4d67c6c160a87', false],
];

test.each(VALID)('%s %s', (network, address, script, funding) => {
  const bytes = addressToScript(address, network);
  expect(Buffer.from(bytes).toString('hex')).toBe(script);
  expect(scriptToAddress(bytes, network)).toBe(address);
  expect(isFundingAddress(address, network)).toBe(funding);
});

test('capital letters are the same address, of which there is one canonical spelling', () => {
  const script = addressToScript('BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4', 'mainnet');
  expect(scriptToAddress(script, 'mainnet')).toBe('bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4');
});

test.each<[string, BitcoinNetwork, string]>([
  ['another network', 'regtest', 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4'],
  ['another network (base58)', 'regtest', '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa'],
  ['a mistyped letter', 'mainnet', 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5'],
  ['mixed case', 'mainnet', 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8F3T4'],
  [
    'taproot with the checksum of version 0',
    'mainnet',
    'bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqh2y7hd',
  ],
  ['a future segwit version', 'mainnet', 'BC1SW50QGDZ25J'],
  ['nothing', 'mainnet', ''],
  ['prose', 'mainnet', 'send it to me'],
])('%s is refused', (_name, network, address) => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  expect(() => addressToScript(address, network)).toThrow(
    expect.objectContaining({
      code: 'INVALID_INPUT',
      field: 'address',
      expected: `a Bitcoin address on ${network}`,
    }),
  );
  expect(isFundingAddress(address, network)).toBe(false);
  expect(warn).not.toHaveBeenCalled();
  warn.mockRestore();
});

test('text of any length is refused at once', () => {
  const started = performance.now();
  expect(() => addressToScript('x'.repeat(50_000), 'mainnet')).toThrow(
    expect.objectContaining({ code: 'INVALID_INPUT' }),
  );
  expect(performance.now() - started).toBeLessThan(500);
});

test('scripts without an address have none: data, a future version, a point off the curve', () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  for (const script of ['6a057370656c6c', '', '5221', `5220${'11'.repeat(32)}`, `5120${'ff'.repeat(32)}`]) {
    expect(scriptToAddress(Buffer.from(script, 'hex'), 'mainnet')).toBeUndefined();
  }
  expect(warn).not.toHaveBeenCalled();
  warn.mockRestore();
});
