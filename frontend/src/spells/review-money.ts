import { scriptToAddress } from '../wallets/bitcoin/address.ts';
import type { PurposeReview } from './review-purpose.ts';
import type { SigningView } from './signing-view.ts';
import type { SpellOrder } from './spell-order.ts';
import type { Discrepancy, DiscrepancyCode, ReviewedOutput, SpellFacts } from './spell-review.ts';

type MoneyFacts = Pick<
  SpellFacts,
  | 'outputs'
  | 'paidSats'
  | 'spentSats'
  | 'changeSats'
  | 'charmSats'
  | 'feeSats'
  | 'proverFeeSats'
  | 'inputsToSign'
>;

/** Beyond this, in sat for each byte of the transaction without its witnesses, a fee is a mistake. */
const FEE_RATE_CEILING = 500n;
/** Provers take little; more than this is nobody's price. */
const PROVER_FEE_CEILING_SATS = 100_000n;
/** Sats that a charm's output needs, and some more. */
const CHARM_CEILING_SATS = 10_000n;
/** PSBT's numbers of sighash ALL and, of taproot alone, DEFAULT: both sign everything. */
const WHOLE_SIGHASHES = [undefined, 0, 1];
/** Sequences at and above this do not lock an input in time (BIP 68). */
const FIRST_PLAIN_SEQUENCE = 0xffff_fffd;
const TRANSACTION_VERSIONS = [1, 2];

/** Follows every satoshi: what goes in, to whom it goes, and whether that is what was shown. */
export function reviewMoney(
  view: SigningView,
  purpose: PurposeReview,
  order: SpellOrder,
): MoneyFacts & { readonly discrepancies: readonly Discrepancy[] } {
  const found: Discrepancy[] = [];
  const say = (code: DiscrepancyCode, detail: string) => found.push({ code, detail });
  const outputs = view.tx.outputs.map((output, index) => describe(view, purpose, order, output, index));

  for (const [index, { role, own, amountSats }] of outputs.entries()) {
    if (role === 'CHANGE' && !own && purpose.payer === 'signer')
      say('OUTPUT', `output ${index} pays ${amountSats} sats to somebody else`);
    if (role === 'SPELL' && amountSats !== 0n) say('OUTPUT', 'the spell burns sats');
    const locked = (role === 'TOKEN' || role === 'PLAN') && own && purpose.payer === 'signer';
    if (locked && amountSats > CHARM_CEILING_SATS) say('OUTPUT', `the charm lies on ${amountSats} sats`);
  }
  const sum = (role: ReviewedOutput['role']) => total(outputs.filter((output) => output.role === role));
  const proverFeeSats = sum('PROVER_FEE');
  if (order.proverFeeSats !== undefined && proverFeeSats !== order.proverFeeSats)
    say('FEE', `the prover takes ${proverFeeSats} sats, not ${order.proverFeeSats}`);
  if (proverFeeSats > PROVER_FEE_CEILING_SATS) say('FEE', `the prover takes ${proverFeeSats} sats`);

  const inputsToSign = ownPlaces(view, purpose, say);
  const spentSats = total(view.inputs.filter(({ script }) => view.isOwn(script)));
  const feeSats = total(view.inputs) - total(outputs);
  const bytes = BigInt(sizeOf(view));
  if (feeSats < 0n) say('FEE', 'more comes out than goes in');
  else if (feeSats > FEE_RATE_CEILING * bytes) say('FEE', `${feeSats} sats for ${bytes} bytes`);
  if (order.feeSats !== undefined && feeSats !== order.feeSats)
    say('FEE', `the miners take ${feeSats} sats, not ${order.feeSats}`);
  reviewForm(view, say);

  return {
    outputs,
    paidSats: sum('PAYMENT'),
    spentSats,
    changeSats: sum('CHANGE'),
    charmSats: total(outputs.filter(({ role, own }) => own && (role === 'TOKEN' || role === 'PLAN'))),
    feeSats,
    proverFeeSats,
    inputsToSign,
    discrepancies: found,
  };
}

/** The transaction of a spell: its coins, the prover's fee if any, the spell, change if any. */
function describe(
  view: SigningView,
  purpose: PurposeReview,
  { network }: SpellOrder,
  { amountSats, script }: { readonly amountSats: bigint; readonly script: Uint8Array },
  index: number,
): ReviewedOutput {
  const { spell, opReturnIndex } = view.found;
  const own = view.isOwn(script);
  const coins = spell.tx.outs.length;
  const roleOf = (): ReviewedOutput['role'] => {
    if (index === opReturnIndex) return 'SPELL';
    if (index === purpose.payment) return 'PAYMENT';
    if (index === purpose.token) return 'TOKEN';
    if (index === purpose.planOutput) return 'PLAN';
    return index === coins && index < opReturnIndex ? 'PROVER_FEE' : 'CHANGE';
  };
  return { amountSats, address: scriptToAddress(script, network), role: roleOf(), own };
}

function ownPlaces(
  { inputs, psbtInputs, isOwn }: SigningView,
  { nftInput, payer }: PurposeReview,
  say: (code: DiscrepancyCode, detail: string) => void,
): number[] {
  const places: number[] = [];
  for (const [index, { script }] of inputs.entries()) {
    const final = psbtInputs[index]?.final === true;
    if (payer === 'other') {
      // Whoever buys of themselves has signed the rest already.
      if (isOwn(script) && !final && index !== nftInput)
        say('INPUT', `input ${index} is yours, and not the plan`);
      if (isOwn(script) && index === nftInput) places.push(index);
    } else if (isOwn(script)) {
      if (!final) places.push(index);
    } else if (index !== nftInput) say('INPUT', `input ${index} is somebody else’s`);
  }
  if (places.length === 0) say('INPUT', 'there is nothing to sign with this address');
  return places;
}

/** A signature must bind the whole transaction, and it must be valid at once. */
function reviewForm(
  { tx, psbtInputs }: SigningView,
  say: (code: DiscrepancyCode, detail: string) => void,
): void {
  if (!TRANSACTION_VERSIONS.includes(tx.version)) say('FORM', `version ${tx.version}`);
  if (tx.locktime !== 0) say('FORM', `locked until ${tx.locktime}`);
  const locked = tx.inputs.find(({ sequence }) => sequence < FIRST_PLAIN_SEQUENCE);
  if (locked) say('FORM', `an input is locked by sequence ${locked.sequence}`);
  const partial = psbtInputs.find(({ sighashType }) => !WHOLE_SIGHASHES.includes(sighashType));
  if (partial) say('FORM', `sighash type ${partial.sighashType} leaves parts unsigned`);
}

/** Bytes without witnesses, about: what an input and an output have beside their script, and the rest. */
function sizeOf({ tx }: SigningView): number {
  return tx.outputs.reduce((bytes, { script }) => bytes + 9 + script.length, 10 + 41 * tx.inputs.length);
}

function total(coins: readonly { readonly amountSats: bigint }[]): bigint {
  return coins.reduce((sum, { amountSats }) => sum + amountSats, 0n);
}
