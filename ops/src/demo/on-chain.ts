import { charmsByOutput, formatApp, parseTransaction, verifySpell } from '@charmbills/charms';
import { address, networks } from 'bitcoinjs-lib';
import { rpcCaller } from '../stack/rpc.ts';
import type { StackParts } from '../stack/stack-parts.ts';

/** What the node knows of a transaction: nothing here comes from the backend. */
export interface OnChain {
  readonly txid: string;
  readonly blockHash: string;
  readonly blockTime: Date;
  readonly version: number;
  /** Satoshi that its outputs pay to an address. */
  paidTo(receiver: string): bigint;
  /** Charms by output, as `app = data`. */
  readonly charms: readonly (readonly string[])[];
}

/** Reads a confirmed transaction from the node and verifies its spell. */
export async function readOnChain(stack: StackParts, txid: string): Promise<OnChain> {
  const call = rpcCaller(stack.node);
  const { hex, blockhash } = await call<{ hex: string; blockhash?: string }>('getrawtransaction', [
    txid,
    true,
  ]);
  if (blockhash === undefined) throw new Error(`${txid} is not in a block`);
  const { time } = await call<{ time: number }>('getblockheader', [blockhash]);
  const transaction = parseTransaction(Buffer.from(hex, 'hex'));
  const verified = verifySpell(transaction, { allowMock: true });
  if (!verified.valid) throw new Error(`the spell of ${txid} does not verify: ${verified.message}`);
  return {
    txid,
    blockHash: blockhash,
    blockTime: new Date(time * 1_000),
    version: verified.spell.version,
    paidTo(receiver) {
      const script = Buffer.from(address.toOutputScript(receiver, networks.regtest));
      return transaction.outputs
        .filter((output) => script.equals(output.script))
        .reduce((sum, output) => sum + output.amountSats, 0n);
    },
    charms: charmsByOutput(verified.spell).map((charms) =>
      charms.map(([app, data]) => `${formatApp(app)} = ${typeof data === 'bigint' ? data : 'plan'}`),
    ),
  };
}
