import * as ecc from '@bitcoinerlab/secp256k1';
import { crypto, payments, script as scripts, Transaction } from 'bitcoinjs-lib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readSignerAddress, type SignerAddress } from '../address.ts';
import { messageHash, toSign, toSpend } from './message-transactions.ts';
import vectors from './vectors.json' with { type: 'json' };
import { verifyMessage } from './verify-message.ts';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

test.each(vectors.transactions)('BIP-322 transaction hashes of $message', (vector) => {
  const { script } = readSignerAddress(vector.address, 'mainnet');
  expect(hex(messageHash(vector.message))).toBe(vector.message_hash);
  expect(toSpend(vector.message, script).getId()).toBe(vector.to_spend_tx_hash);
  expect(toSign(vector.message, script).getId()).toBe(vector.to_sign_tx_hash);
});

test.each(vectors.valid)('BIP-322 vector verifies: $type, $message', ({ address, message, signature }) => {
  const signer = readSignerAddress(address, 'mainnet');
  expect(verifyMessage(signer, message, signature)).toBe(true);
  expect(verifyMessage(signer, `${message}.`, signature)).toBe(false);
  // Wallets older than the prefixes.
  expect(verifyMessage(signer, message, signature.replace(/^(smp|ful)/, ''))).toBe(true);
});

function verifyVector(vector: { address: string; message: string; signature: string }): boolean {
  try {
    return verifyMessage(readSignerAddress(vector.address, 'mainnet'), vector.message, vector.signature);
  } catch (error) {
    expect(error).toMatchObject({ code: 'ADDRESS_UNSUPPORTED' });
    return false;
  }
}

test.each(vectors.invalid)('BIP-322 error vector is refused: $description', (vector) => {
  expect(verifyVector(vector)).toBe(false);
});

test.each(vectors.unsupported)('more than one key, or a script, is refused: $type', (vector) => {
  expect(verifyVector(vector)).toBe(false);
});

// A key of our own, to make what no honest wallet would.
const privateKey = Buffer.alloc(32, 7);
const publicKey = ecc.pointFromScalar(privateKey, true) ?? new Uint8Array();
const { address = '', hash = new Uint8Array() } = payments.p2wpkh({ pubkey: publicKey });
const keyHashSigner = readSignerAddress(address, 'mainnet');

function witnessOf(...items: readonly Uint8Array[]): string {
  const parts = items.map((item) => Buffer.concat([Uint8Array.of(item.length), item]));
  return Buffer.concat([Uint8Array.of(items.length), ...parts]).toString('base64');
}

function signKeyHash(transaction: Transaction, hashType: number, changeS = (s: Uint8Array) => s): Uint8Array {
  const scriptCode = payments.p2pkh({ hash }).output ?? new Uint8Array();
  const raw = ecc.sign(transaction.hashForWitnessV0(0, scriptCode, 0n, hashType), privateKey);
  return scripts.signature.encode(Buffer.concat([raw.subarray(0, 32), changeS(raw.subarray(32))]), hashType);
}

test('a p2wpkh signature must commit to all of the transaction', () => {
  const message = 'sign me';
  const transaction = toSign(message, keyHashSigner.script);
  const signed = (type: number) => witnessOf(signKeyHash(transaction, type), publicKey);
  expect(verifyMessage(keyHashSigner, message, signed(Transaction.SIGHASH_ALL))).toBe(true);
  for (const type of [
    Transaction.SIGHASH_NONE,
    Transaction.SIGHASH_SINGLE,
    Transaction.SIGHASH_ALL | Transaction.SIGHASH_ANYONECANPAY,
  ]) {
    expect(verifyMessage(keyHashSigner, message, signed(type))).toBe(false);
  }
});

test('a p2wpkh signature with a high S, which anybody can make from the low one, is refused', () => {
  const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
  const highS = (s: Uint8Array) =>
    Buffer.from((order - BigInt(`0x${hex(s)}`)).toString(16).padStart(64, '0'), 'hex');
  const message = 'sign me';
  const signature = signKeyHash(toSign(message, keyHashSigner.script), Transaction.SIGHASH_ALL, highS);
  expect(verifyMessage(keyHashSigner, message, witnessOf(signature, publicKey))).toBe(false);
});

test('a taproot signature names no type, or ALL; there is no second way to write DEFAULT', () => {
  const tweaked = ecc.pointFromScalar(privateKey, true)?.subarray(1) ?? new Uint8Array();
  const script = Uint8Array.from([0x51, 0x20, ...tweaked]);
  const signer: SignerAddress = { text: '', kind: 'p2tr', program: tweaked, script };
  const message = 'sign me';
  const sign = (type: number) =>
    ecc.signSchnorr(toSign(message, script).hashForWitnessV1(0, [script], [0n], type), privateKey);
  const typed = (type: number) => witnessOf(Buffer.concat([sign(type), Uint8Array.of(type)]));
  expect(verifyMessage(signer, message, witnessOf(sign(Transaction.SIGHASH_DEFAULT)))).toBe(true);
  expect(verifyMessage(signer, message, typed(Transaction.SIGHASH_ALL))).toBe(true);
  expect(verifyMessage(signer, message, typed(Transaction.SIGHASH_DEFAULT))).toBe(false);
  expect(verifyMessage(signer, message, typed(Transaction.SIGHASH_NONE))).toBe(false);
  expect(verifyMessage(signer, message, witnessOf(sign(0), Uint8Array.of(0x50)))).toBe(false);
});

test.each<[string, (transaction: Transaction) => void]>([
  ['a second input', (tx) => tx.addInput(new Uint8Array(32), 0)],
  ['a second output', (tx) => tx.addOutput(Uint8Array.of(0x6a), 0n)],
  ['an output that pays', (tx) => tx.outs.splice(0, 1, { script: Uint8Array.of(0x6a), value: 1n })],
  [
    'an output that is no OP_RETURN',
    (tx) => tx.outs.splice(0, 1, { script: Uint8Array.of(0x51), value: 0n }),
  ],
  ['version 1', (tx) => Object.assign(tx, { version: 1 })],
  ['a spend of something real', (tx) => tx.ins[0]?.hash.fill(9)],
  ['another index', (tx) => Object.assign(tx.ins[0] ?? {}, { index: 1 })],
  ['a scriptSig', (tx) => tx.setInputScript(0, Uint8Array.of(0x51))],
])('a full signature with %s is refused', (_, change) => {
  const message = 'sign me';
  const encode = (transaction: Transaction) => {
    transaction.setWitness(0, [signKeyHash(transaction, Transaction.SIGHASH_ALL), publicKey]);
    return `ful${Buffer.from(transaction.toBuffer()).toString('base64')}`;
  };
  expect(verifyMessage(keyHashSigner, message, encode(toSign(message, keyHashSigner.script)))).toBe(true);
  const changed = toSign(message, keyHashSigner.script);
  change(changed);
  expect(verifyMessage(keyHashSigner, message, encode(changed))).toBe(false);
});

test('a public key that does not hash to the address is refused', () => {
  const other = ecc.pointFromScalar(Buffer.alloc(32, 8), true) ?? new Uint8Array();
  expect(crypto.hash160(other)).not.toEqual(keyHashSigner.program);
  const signature = signKeyHash(toSign('m', keyHashSigner.script), Transaction.SIGHASH_ALL);
  expect(verifyMessage(keyHashSigner, 'm', witnessOf(signature, other))).toBe(false);
});

test('no text makes verification throw, and none but a signature verifies', () => {
  const taproot = readSignerAddress(
    vectors.valid.find(({ type }) => type === 'p2tr')?.address ?? '',
    'mainnet',
  );
  const signatureLike = fc.oneof(
    fc.string({ maxLength: 3_000 }),
    fc.base64String({ maxLength: 600 }),
    fc
      .array(fc.uint8Array({ maxLength: 80 }), { minLength: 1, maxLength: 3 })
      .map((items) => witnessOf(...items)),
    fc.uint8Array({ maxLength: 400 }).map((bytes) => `ful${Buffer.from(bytes).toString('base64')}`),
  );
  fc.assert(
    fc.property(signatureLike, fc.constantFrom(keyHashSigner, taproot), (signature, signer) => {
      expect(verifyMessage(signer, 'm', signature)).toBe(false);
    }),
    { numRuns: 500 },
  );
});

test('every changed byte of a signature makes it invalid', () => {
  const message = 'sign me';
  const bytes = Buffer.from(
    witnessOf(signKeyHash(toSign(message, keyHashSigner.script), Transaction.SIGHASH_ALL), publicKey),
    'base64',
  );
  for (let i = 0; i < bytes.length; i++) {
    const changed = Buffer.from(bytes);
    changed[i] = (changed[i] ?? 0) ^ 1;
    expect(verifyMessage(keyHashSigner, message, changed.toString('base64'))).toBe(false);
  }
});
