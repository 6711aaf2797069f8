/**
 * How fast spells are verified and transactions searched for them, warm.
 *
 * References, measured in the same run: for verification, the bare product of four pairings with
 * @noble/curves on points already decoded, which is what the equation costs when nothing is prepared
 * and nothing checked; for reading, the transaction's double SHA-256, without which there is no txid.
 */
import { readFileSync } from 'node:fs';
import { parseTransaction, readSpell, verifySpell } from '@charmbills/charms';
import { bn254 } from '@noble/curves/bn254.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { compareRates } from './compare-rates.ts';
import { type BenchReport, type BenchRow, benchRow, progress } from './report.ts';

const VECTORS = new URL('../../../packages/charms/vectors/mainnet-spells.json', import.meta.url);

/** The marker in a spell output, and one that marks nothing. */
const SPELL = Buffer.from('spell').toString('hex');
const OTHER = Buffer.from('spelt').toString('hex');

interface Vector {
  readonly version: number;
  readonly raw: Buffer;
}

export async function run(): Promise<BenchReport> {
  const vectors = readVectors();
  return {
    name: 'spell',
    rows: vectors.flatMap((vector) => [verification(vector), reading(vector), passing(vector)]),
  };
}

function verification({ version, raw }: Vector): BenchRow {
  progress(`verifying the mainnet spell of version ${version}`);
  const pairs = [2n, 3n, 5n, 7n].map((scalar) => ({
    g1: bn254.G1.Point.BASE.multiply(scalar),
    g2: bn254.G2.Point.BASE.multiply(scalar),
  }));
  const { value, reference } = compareRates(
    () => {
      if (!verifySpell(raw).valid) throw new Error(`the mainnet spell of version ${version} does not verify`);
    },
    () => bn254.pairingBatch(pairs),
  );
  return benchRow(`verify V${version} (reference: four pairings)`, 'verifications/s', value, reference);
}

function reading({ version, raw }: Vector): BenchRow {
  progress(`reading the mainnet spell of version ${version}`);
  const { value, reference } = compareRates(
    () => readSpell(parseTransaction(raw)),
    () => sha256(sha256(raw)),
  );
  return benchRow(`parse and read V${version} (reference: its hash)`, 'transactions/s', value, reference);
}

/** The same transaction without its spell, as nearly all of a block's transactions are. */
function passing({ version, raw }: Vector): BenchRow {
  progress(`looking for a spell where there is none, in a transaction of ${raw.length} bytes`);
  const other = Buffer.from(raw.toString('hex').replace(SPELL, OTHER), 'hex');
  if (readSpell(parseTransaction(other)) !== undefined) throw new Error('there is a spell after all');
  const { value, reference } = compareRates(
    () => readSpell(parseTransaction(other)),
    () => sha256(sha256(other)),
  );
  return benchRow(`parse and pass by V${version} (reference: its hash)`, 'transactions/s', value, reference);
}

function readVectors(): Vector[] {
  const vectors = JSON.parse(readFileSync(VECTORS, 'utf8')) as { version: number; hex: string }[];
  return vectors.map(({ version, hex }) => ({ version, raw: Buffer.from(hex, 'hex') }));
}
