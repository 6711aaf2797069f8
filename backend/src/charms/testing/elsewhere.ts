import { formatOutPoint, type NormalizedSpell, type OutPoint, parseTransaction } from '@charmbills/charms';
import { Transaction } from 'bitcoinjs-lib';
import { broadcast, buildPsbt, finalizePsbt, type Prevout, type Utxo } from '../../bitcoin/index.ts';
import { privateInputsOf } from '../spell/compose-spell.ts';
import type { SpellRequest } from '../spell/spell-request.ts';
import type { CharmsFixture, Somebody } from './charms-fixture.ts';

/** What people do with their wallets without this product. */

/** Outputs of somebody, largest first. */
export async function unspentOf(fixture: CharmsFixture, { signer }: Somebody): Promise<Utxo[]> {
  const unspent = await fixture.services.utxos.listUnspent(signer.address);
  return unspent.sort((a, b) => Number(b.amountSats - a.amountSats));
}

/** Signs and sends an unsigned transaction that spends only outputs of one person. Returns its id. */
async function signAndSend(
  fixture: CharmsFixture,
  { signer }: Somebody,
  unsignedTx: Uint8Array,
  prevouts: readonly Prevout[],
): Promise<string> {
  const { publicKey } = signer;
  const psbt = buildPsbt({ unsignedTx, prevouts, publicKey, network: 'regtest' });
  const raw = finalizePsbt({ psbt: signer.sign(psbt), unsignedTx, prevouts });
  await broadcast(fixture.rpc, raw);
  return parseTransaction(raw).txid;
}

/** Moves outputs of somebody to their own address, for a high fee. Returns the transaction's id. */
export async function moveToSelf(
  fixture: CharmsFixture,
  person: Somebody,
  outPoints: readonly OutPoint[],
  feeSats = 800n,
): Promise<string> {
  const tx = new Transaction();
  tx.version = 2;
  const prevouts: Prevout[] = [];
  for (const { txid, vout } of outPoints) {
    tx.addInput(Buffer.from(txid, 'hex').reverse(), vout, 0xffff_fffd);
    prevouts.push(await prevoutOf(fixture, { txid, vout }));
  }
  const total = prevouts.reduce((sum, { amountSats }) => sum + amountSats, 0n);
  tx.addOutput(person.signer.script, total - feeSats);
  return signAndSend(fixture, person, new Uint8Array(tx.toBuffer()), prevouts);
}

/**
 * Has a spell proved and sends it, as another client would. Returns the transaction's id.
 * @param request what it is for; undefined when charms only move, which no contract is asked about
 */
export async function castElsewhere(
  fixture: CharmsFixture,
  person: Somebody,
  request: SpellRequest | undefined,
  spell: NormalizedSpell,
): Promise<string> {
  const { ins = [], refs = [] } = spell.tx;
  const prevTxs = new Map<string, Uint8Array>();
  for (const outPoint of [...ins, ...refs]) prevTxs.set(outPoint.txid, await rawOf(fixture, outPoint));
  const vks = new Set(request ? spell.appPublicInputs.map(([{ vk }]) => vk) : []);
  const unsignedTx = await fixture.services.prover.prove({
    spell,
    privateInputs: request ? privateInputsOf(request, spell) : [],
    binaries: new Map(Array.from(vks, (vk) => [vk, fixture.services.appBinaries.binaryOf(vk)])),
    prevTxs: [...prevTxs.values()],
    changeAddress: person.signer.address,
    feeRate: '3',
  });
  const prevouts = await Promise.all(ins.map((outPoint) => prevoutOf(fixture, outPoint)));
  return signAndSend(fixture, person, unsignedTx, prevouts);
}

async function prevoutOf(fixture: CharmsFixture, outPoint: OutPoint): Promise<Prevout> {
  const output = parseTransaction(await rawOf(fixture, outPoint)).outputs[outPoint.vout];
  if (output === undefined) throw new Error(`${formatOutPoint(outPoint)} does not exist`);
  return output;
}

async function rawOf(fixture: CharmsFixture, { txid }: OutPoint): Promise<Uint8Array> {
  const raw = await fixture.services.utxos.getRawTransaction(txid);
  if (raw === undefined) throw new Error(`${txid} is unknown`);
  return raw;
}
