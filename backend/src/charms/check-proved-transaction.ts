import {
  CharmsError,
  decodeSpell,
  encodeSpell,
  type FoundSpell,
  type NormalizedSpell,
  type ParsedTx,
  parseTransaction,
  readSpell,
  verifySpell,
} from '@charmbills/charms';
import type { Prevout } from '../bitcoin/index.ts';
import { ProverAnswerWrongError, type ProverDifference } from './charms.errors.ts';
import { feeAt, fundingTypeOf, signedVsize } from './spell/transaction-size.ts';

/** What was asked of the prover, and what it may take. */
export interface ProofOrder {
  /** CBOR of the spell that was sent, with ins and coins. */
  readonly spell: Uint8Array;
  /** The outputs that the spell's ins spend, in their order, as we know them. */
  readonly prevouts: readonly Prevout[];
  readonly changeScript: Uint8Array;
  /** Rate that was asked for, in thousandths of sat/vB. */
  readonly feeRate: bigint;
  /** Highest rate that anybody may pay here, in thousandths of sat/vB. */
  readonly feeRateCeiling: bigint;
  readonly proverFeeCeilingSats: bigint;
  /** Only on regtest. */
  readonly allowMock: boolean;
}

/** A transaction that is what was asked for. */
export interface ProvedTransaction {
  readonly tx: ParsedTx;
  /** To the miners. */
  readonly feeSats: bigint;
  /** To the prover; 0 when it takes none. */
  readonly proverFeeSats: bigint;
  readonly opReturnIndex: number;
}

const TRANSACTION_VERSIONS: readonly number[] = [1, 2];
/** Sequences at and above this neither lock the input in time (BIP 68) nor mean anything but replaceability. */
const FIRST_PLAIN_SEQUENCE = 0xffff_fffd;
/** Below this a prover leaves the change to the miners. */
const DROPPED_CHANGE_SATS = 300n;
/** How far the fee may lie from the asked rate: provers count signatures and change in their own way. */
const FEE_TOLERANCE_PERCENT = 20n;

/**
 * Checks that a prover's transaction is what was asked for, before anybody is asked to sign it: our inputs
 * in our order and nothing else, our coins, our spell byte for byte with a proof that holds, a prover's fee
 * and a miners' fee within bounds, and all the rest as change.
 * @throws ProverAnswerWrongError naming the first difference
 */
export function checkProvedTransaction(raw: Uint8Array, order: ProofOrder): ProvedTransaction {
  const asked = decodeSpell(order.spell);
  const tx = parseUnsigned(raw);
  checkInputs(tx, asked);
  const { opReturnIndex, spell } = findSpell(tx);
  const proverFeeSats = checkOutputs(tx, asked, opReturnIndex, order);
  if (Buffer.compare(encodeSpell(spell), order.spell) !== 0) {
    throw wrong('spell_changed', 'its spell is not the one that was sent');
  }
  const feeSats = checkFee(tx, raw.length, order);
  const verdict = verifySpell(tx, { allowMock: order.allowMock });
  if (!verdict.valid) throw wrong('proof', `${verdict.reason}: ${verdict.message}`);
  return { tx, feeSats, proverFeeSats, opReturnIndex };
}

function parseUnsigned(raw: Uint8Array): ParsedTx {
  let tx: ParsedTx;
  try {
    tx = parseTransaction(raw);
  } catch (error) {
    if (error instanceof CharmsError) throw wrong('not_a_transaction', error.message);
    throw error;
  }
  // The fifth byte is the number of inputs, or zero where witnesses follow (BIP 144).
  if (raw[4] === 0 || tx.inputs.some(({ scriptSig }) => scriptSig.length > 0)) {
    throw wrong('already_signed', 'it carries witnesses or scriptSigs');
  }
  if (!TRANSACTION_VERSIONS.includes(tx.version)) throw wrong('version', `version ${tx.version}`);
  if (tx.locktime !== 0) throw wrong('locktime', `locktime ${tx.locktime}`);
  return tx;
}

function checkInputs(tx: ParsedTx, asked: NormalizedSpell): void {
  const ins = asked.tx.ins ?? [];
  const same =
    tx.inputs.length === ins.length &&
    ins.every(({ txid, vout }, index) => {
      const prevout = tx.inputs[index]?.prevout;
      return prevout?.txid === txid && prevout.vout === vout;
    });
  if (!same) throw wrong('inputs', `${tx.inputs.length} inputs that are not the ${ins.length} asked for`);
  const locked = tx.inputs.find(({ sequence }) => sequence < FIRST_PLAIN_SEQUENCE);
  if (locked) throw wrong('sequence', `sequence ${locked.sequence}`);
}

function findSpell(tx: ParsedTx): FoundSpell {
  try {
    const found = readSpell(tx);
    if (found) return found;
  } catch (error) {
    if (!(error instanceof CharmsError)) throw error;
    throw wrong('spell_missing', error.message);
  }
  throw wrong('spell_missing', 'no output carries a spell');
}

/** Coins, prover's fee if any, spell, change if any: in this order and nothing else. Returns the prover's fee. */
function checkOutputs(
  { outputs }: ParsedTx,
  asked: NormalizedSpell,
  opReturnIndex: number,
  { changeScript, proverFeeCeilingSats }: ProofOrder,
): bigint {
  const coins = asked.tx.coins ?? [];
  const different = coins.findIndex(({ amount, dest }, index) => {
    const output = outputs[index];
    return output?.amountSats !== amount || Buffer.compare(output.script, dest) !== 0;
  });
  if (different !== -1) throw wrong('coins', `output ${different} is not the coin asked for`);

  const feeOutputs = opReturnIndex - coins.length;
  const changeOutputs = outputs.length - 1 - opReturnIndex;
  if (feeOutputs < 0 || feeOutputs > 1 || changeOutputs > 1) {
    throw wrong(
      'output_count',
      `${outputs.length} outputs for ${coins.length} coins, spell at ${opReturnIndex}`,
    );
  }
  if (outputs[opReturnIndex]?.amountSats !== 0n) throw wrong('change', 'the spell output burns sats');
  const change = outputs[opReturnIndex + 1];
  if (change && Buffer.compare(change.script, changeScript) !== 0) {
    throw wrong('change', 'the change goes to somebody else');
  }
  const proverFeeSats = feeOutputs === 1 ? (outputs[coins.length]?.amountSats ?? 0n) : 0n;
  if (proverFeeSats > proverFeeCeilingSats) {
    throw wrong('prover_fee', `the prover takes ${proverFeeSats} sats of at most ${proverFeeCeilingSats}`);
  }
  return proverFeeSats;
}

/** What no output pays goes to the miners: near the asked rate, so the change is what arithmetic leaves. */
function checkFee(tx: ParsedTx, unsignedBytes: number, order: ProofOrder): bigint {
  const { prevouts, feeRate, feeRateCeiling } = order;
  const paidIn = prevouts.reduce((sum, { amountSats }) => sum + amountSats, 0n);
  const paidOut = tx.outputs.reduce((sum, { amountSats }) => sum + amountSats, 0n);
  const feeSats = paidIn - paidOut;
  const vsize = signedVsize(
    unsignedBytes,
    prevouts.map(({ script }) => fundingTypeOf(script)),
  );
  const expected = feeAt(feeRate, vsize);
  const least = (expected * (100n - FEE_TOLERANCE_PERCENT)) / 100n;
  const most = (expected * (100n + FEE_TOLERANCE_PERCENT)) / 100n + DROPPED_CHANGE_SATS;
  const facts = `${feeSats} sats for ${vsize} vB, asked for ${expected}`;
  if (feeSats < least) throw wrong('fee_too_low', facts);
  if (feeSats > most || feeSats > feeAt(feeRateCeiling, vsize) + DROPPED_CHANGE_SATS) {
    throw wrong('fee_too_high', facts);
  }
  return feeSats;
}

function wrong(difference: ProverDifference, detail: string): ProverAnswerWrongError {
  return new ProverAnswerWrongError(difference, detail);
}
