import type { Coin } from '../contract-input.ts';
import { ProveRefusedError } from '../errors.ts';
import type { ProveRequest } from '../request/prove-request.ts';
import type { WholeSpell } from './check-spell.ts';
import { assemble, type Draft, outputsOf, provedScript } from './draft.ts';
import { feeAt, signedVsize } from './fee.ts';
import type { Previous } from './previous.ts';
import { hasAddress, inputTypeOf, scriptOfAddress } from './scripts.ts';

/** Change below this goes to the miners (docs/protocols/charms.md "NormalizedSpell"). */
const MIN_CHANGE_SATS = 300n;

/**
 * Works out the transaction of a spell: what it pays, the miners' fee, and the rest as change.
 * @throws ProveRefusedError `CHANGE_ADDRESS_INVALID`, `DESTINATION_INVALID`, `INPUT_TYPE_UNSUPPORTED`,
 *   `VALUE_INSUFFICIENT` unless the inputs exceed outputs and fees
 */
export function draftTransaction(
  request: ProveRequest,
  whole: WholeSpell,
  previous: Previous,
  proverFee: Coin | undefined,
): Draft {
  const changeScript = scriptOfAddress(request.changeAddress);
  const coins = whole.coins.map(({ amount, dest }) => ({ amountSats: amount, dest }));
  for (const [index, { dest }] of coins.entries()) {
    if (!hasAddress(dest)) throw new ProveRefusedError('DESTINATION_INVALID', `coin ${index} has no address`);
  }
  const spent = whole.ins.map((input) => previous.coinOf(input));
  const draft: Draft = {
    ins: whole.ins,
    coins,
    proverFee,
    spellScript: provedScript(whole.spell),
    change: { amountSats: 0n, dest: changeScript },
  };
  const inputTypes = spent.map(({ dest }) => inputTypeOf(dest));
  const paidSats = total(outputsOf(draft));
  assertExceeds(total(spent), paidSats);
  const unsignedBytes = assemble(draft).byteLength(false);
  const feeSats = feeAt(request.feeRateMilliSats, signedVsize(unsignedBytes, inputTypes));
  assertExceeds(total(spent), paidSats + feeSats);

  const changeSats = total(spent) - paidSats - feeSats;
  const change = changeSats < MIN_CHANGE_SATS ? undefined : { amountSats: changeSats, dest: changeScript };
  return { ...draft, change };
}

function assertExceeds(spentSats: bigint, neededSats: bigint): void {
  if (spentSats > neededSats) return;
  throw new ProveRefusedError(
    'VALUE_INSUFFICIENT',
    `inputs of ${spentSats} sats do not exceed outputs and fees of ${neededSats} sats`,
  );
}

function total(coins: readonly Coin[]): bigint {
  return coins.reduce((sum, { amountSats }) => sum + amountSats, 0n);
}
