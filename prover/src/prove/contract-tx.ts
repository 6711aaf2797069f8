import { charmsByOutput } from '@charmbills/charms';
import type { ContractTx } from '../contract-input.ts';
import type { WholeSpell } from './check-spell.ts';
import type { Previous } from './previous.ts';

/** The transaction of a spell as contracts see it. */
export function toContractTx({ spell, ins, refs, coins }: WholeSpell, previous: Previous): ContractTx {
  return {
    ins: ins.map((input) => [input, previous.charmsOf(input)]),
    refs: refs.map((ref) => [ref, previous.charmsOf(ref)]),
    outs: charmsByOutput(spell),
    coinIns: ins.map((input) => previous.coinOf(input)),
    coinOuts: coins.map(({ amount, dest }) => ({ amountSats: amount, dest })),
    prevTxs: new Map(
      Array.from(previous.transactions, ([txid, { raw }]) => [txid, Buffer.from(raw).toString('hex')]),
    ),
    appPublicInputs: spell.appPublicInputs,
  };
}
