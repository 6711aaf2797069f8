import { Psbt, Transaction } from 'bitcoinjs-lib';
import { PsbtIncompleteError, PsbtMismatchError } from '../bitcoin.errors.ts';
import { ByteReader } from '../blocks/byte-reader.ts';
import type { Prevout } from './prevout.ts';
import { unsignedTransaction } from './unsigned-transaction.ts';
import { type Signature, verifiedWitness } from './verify-signature.ts';

export interface FinalizePsbtInput {
  /** What came back from the wallet, base64: signed, or finalised already. */
  readonly psbt: string;
  /** What was handed out. */
  readonly unsignedTx: Uint8Array;
  /** The outputs its inputs spend, as we know them; what the PSBT says about them counts for nothing. */
  readonly prevouts: readonly Prevout[];
}

export interface SignedInputs extends FinalizePsbtInput {
  /** Places of the inputs whose signatures the PSBT brings; what it says of others counts for nothing. */
  readonly inputs: readonly number[];
  /** The same transaction with the signatures of others, which are kept. */
  readonly signed?: Uint8Array | undefined;
}

/** The largest standard transaction has 100 kvB; parents and key paths beside it stay far below this. */
const MAX_PSBT_CHARACTERS = 4_000_000;
type PsbtInput = Psbt['data']['inputs'][number];

/**
 * The signed transaction, ready to broadcast. It is rebuilt from the transaction that was handed out and from
 * signatures that were verified one by one, so nothing else of the PSBT can get into it; its id is the one
 * known before. Inputs are p2wpkh or p2tr by key path, signed with sighash ALL or DEFAULT.
 * @throws PsbtMismatchError when it is not a PSBT of this transaction
 * @throws PsbtIncompleteError when an input lacks a valid signature
 */
export function finalizePsbt({ psbt, unsignedTx, prevouts }: FinalizePsbtInput): Uint8Array {
  return signInputs({ psbt, unsignedTx, prevouts, inputs: [...prevouts.keys()] });
}

/**
 * The same of some inputs alone, for a transaction that several sign one after the other: with their signatures, those
 * that it had, and no others.
 * @throws PsbtMismatchError, PsbtIncompleteError as above
 */
export function signInputs({ psbt, unsignedTx, prevouts, inputs, signed }: SignedInputs): Uint8Array {
  const transaction = unsignedTransaction(unsignedTx, prevouts);
  const parsed = parse(psbt);
  assertSameTransaction(parsed, transaction);
  const witnesses = inputs.map((index) => {
    const input = parsed.data.inputs[index];
    if (!input) throw new PsbtIncompleteError(index, 'there is no such input');
    if (input.finalScriptSig?.length) throw new PsbtIncompleteError(index, 'it has a scriptSig');
    for (const signature of signaturesOf(input)) {
      const witness = verifiedWitness(transaction, index, prevouts, signature);
      if (witness) return { index, witness };
    }
    throw new PsbtIncompleteError(index, 'no valid signature');
  });
  if (signed) {
    for (const [index, { witness }] of Transaction.fromBuffer(signed).ins.entries())
      transaction.setWitness(index, witness);
  }
  for (const { index, witness } of witnesses) transaction.setWitness(index, witness);
  return transaction.toBuffer();
}

function parse(psbt: string): Psbt {
  if (psbt.length > MAX_PSBT_CHARACTERS) throw new PsbtMismatchError('it is too large to be it');
  try {
    return Psbt.fromBuffer(Buffer.from(psbt, 'base64'));
  } catch (cause) {
    throw new PsbtMismatchError('it is not a PSBT in base64', { cause });
  }
}

/** Compares byte by byte, and says what differs. */
function assertSameTransaction(psbt: Psbt, expected: Transaction): void {
  const bytes = psbt.data.getTransaction();
  if (Buffer.compare(bytes, expected.toBuffer()) === 0) return;
  const inputs = psbt.txInputs;
  const outputs = psbt.txOutputs;
  const sameInputs =
    inputs.length === expected.ins.length &&
    expected.ins.every(({ hash, index }, i) => {
      const input = inputs[i];
      return input !== undefined && input.index === index && Buffer.compare(input.hash, hash) === 0;
    });
  if (!sameInputs) throw new PsbtMismatchError('other inputs');
  const sameOutputs =
    outputs.length === expected.outs.length &&
    expected.outs.every(({ script, value }, i) => {
      const output = outputs[i];
      return output !== undefined && output.value === value && Buffer.compare(output.script, script) === 0;
    });
  throw new PsbtMismatchError(sameOutputs ? 'another version, locktime or sequence' : 'other outputs');
}

/** Every signature an input brings, wherever it lies. */
function* signaturesOf(input: PsbtInput): Generator<Signature> {
  for (const { pubkey, signature } of input.partialSig ?? []) {
    yield { kind: 'ecdsa', signature, publicKey: pubkey };
  }
  if (input.tapKeySig) yield { kind: 'schnorr', signature: input.tapKeySig };
  const [signature, publicKey, ...rest] = input.finalScriptWitness
    ? readWitness(input.finalScriptWitness)
    : [];
  if (signature === undefined || rest.length > 0) return;
  yield publicKey ? { kind: 'ecdsa', signature, publicKey } : { kind: 'schnorr', signature };
}

/** The items of a serialised witness; none when it is malformed. */
function readWitness(bytes: Uint8Array): Uint8Array[] {
  try {
    const reader = new ByteReader(bytes);
    const count = reader.compactSize();
    const items: Uint8Array[] = [];
    while (items.length < count) items.push(reader.take(reader.compactSize()));
    return reader.left === 0 ? items : [];
  } catch {
    return [];
  }
}
