import { bitcoinOf, type RpcCall, satsOf } from '../stack/rpc.ts';
import type { DecodedOutput, DecodedTransaction } from './transaction.ts';

/** What an OP_RETURN of one spell takes, with room to spare, in bytes. */
const SPELL_BYTES = 1_000;
/** The most bytes of data outputs that Bitcoin Core 30 relays in one transaction. */
const MAX_DATA_BYTES = 100_000;
/** The most data that nodes before Bitcoin Core 30 relay by default: below it, size is not what they refuse. */
const OLD_DATA_BYTES = 83;
const MAX_STANDARD_WEIGHT = 400_000;

/** How nodes name the refusal of a data output: Core before 30 and Knots, Core from 30, Knots' own limit. */
const SIZE_REASONS = ['scriptpubkey', 'datacarrier', 'bad-txns-vout-script-toolarge'];

/** Least worth relaying, in satoshi, by output type: three times the fee of spending it at 1 sat/vB. */
const DUST: Readonly<Record<string, bigint>> = {
  witness_v0_keyhash: 294n,
  witness_v0_scripthash: 330n,
  witness_v1_taproot: 330n,
  scripthash: 540n,
  pubkeyhash: 546n,
};

/** True when the node refused a transaction for a reason that a large data output explains. */
export function isSizeRefusal(reason: string, transaction: DecodedTransaction): boolean {
  const large = dataOutputs(transaction).some(
    ({ scriptPubKey }) => scriptPubKey.hex.length / 2 > OLD_DATA_BYTES,
  );
  return large && SIZE_REASONS.includes(reason);
}

/**
 * The rest of the standard policy, which the node no longer looks at once it has refused the size.
 * @returns the reason in the node's words, or undefined.
 */
export function policyFault(transaction: DecodedTransaction): string | undefined {
  if (transaction.version < 1 || transaction.version > 3) return 'version';
  if (transaction.weight > MAX_STANDARD_WEIGHT) return 'tx-size';
  const data = dataOutputs(transaction).reduce(
    (sum, { scriptPubKey }) => sum + scriptPubKey.hex.length / 2,
    0,
  );
  if (data > MAX_DATA_BYTES) return 'datacarrier';
  for (const { value, scriptPubKey } of transaction.vout) {
    if (scriptPubKey.type === 'nulldata') continue;
    if (scriptPubKey.type === 'nonstandard') return 'scriptpubkey';
    if (satsOf(value) < (DUST[scriptPubKey.type] ?? 0n)) return 'dust';
  }
  return undefined;
}

/** Satoshi in outputs that nobody can spend. */
export function burntSats(transaction: DecodedTransaction): bigint {
  return dataOutputs(transaction).reduce((sum, { value }) => sum + satsOf(value), 0n);
}

function dataOutputs(transaction: DecodedTransaction): readonly DecodedOutput[] {
  return transaction.vout.filter(({ scriptPubKey }) => scriptPubKey.type === 'nulldata');
}

interface Unspent {
  readonly txid: string;
  readonly vout: number;
  readonly amount: number;
}

interface AcceptResult {
  readonly allowed?: boolean;
  readonly 'reject-reason'?: string;
}

/**
 * Asks a node whether it would relay a spell: a real, signed transaction with a data output of 1 kB, which is
 * tested and not sent. The caller's wallet must hold a coin (`prepareMiner`).
 */
export async function acceptsSpells(miner: RpcCall): Promise<boolean> {
  const [coin] = await miner<Unspent[]>('listunspent', [1]);
  if (coin === undefined) throw new Error('the wallet has no coin to test the policy with');
  const address = await miner<string>('getrawchangeaddress');
  const value = bitcoinOf(satsOf(coin.amount) - 10_000n);
  const outputs = [{ data: '00'.repeat(SPELL_BYTES) }, { [address]: value }];
  const raw = await miner<string>('createrawtransaction', [[{ txid: coin.txid, vout: coin.vout }], outputs]);
  const { hex } = await miner<{ hex: string }>('signrawtransactionwithwallet', [raw]);
  const [result] = await miner<AcceptResult[]>('testmempoolaccept', [[hex]]);
  if (result?.allowed === true) return true;
  const reason = result?.['reject-reason'] ?? 'no answer';
  if (isSizeRefusal(reason, await miner<DecodedTransaction>('decoderawtransaction', [hex]))) return false;
  throw new Error(`the node refuses the test transaction for another reason: ${reason}`);
}
