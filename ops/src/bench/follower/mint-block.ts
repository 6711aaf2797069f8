import {
  buildSpell,
  encodeSpell,
  mockProof,
  type OutPoint,
  parseTransaction,
  spellScript,
  subscriptionApp,
} from '@charmbills/charms';
import { Transaction } from 'bitcoinjs-lib';
import { addressToScript, buildPsbt, finalizePsbt } from '../../../../backend/src/bitcoin/index.ts';
import { createDevWallet } from '../../demo/wallet.ts';
import type { Regtest } from '../../testing/regtest.ts';

/** The plan that everybody pays for. */
export interface BenchPlan {
  readonly identity: string;
  readonly vk: string;
  readonly nft: OutPoint;
  readonly merchantScript: Uint8Array;
  readonly priceSats: bigint;
}

/** A payment as it stands in the block: one transaction that pays the merchant and mints a period. */
export interface Mint {
  readonly txid: string;
  readonly raw: Uint8Array;
  readonly input: OutPoint;
  readonly spell: Uint8Array;
}

const COIN_SATS = 30_000n;
const TOKEN_SATS = 1_000n;

/** Real, signed transactions with (mock) spells, each of which spends a confirmed coin of its own. */
export async function makeMints(chain: Regtest, plan: BenchPlan, count: number): Promise<Mint[]> {
  const wallet = createDevWallet('p2wpkh');
  const script = addressToScript(wallet.address, 'regtest');
  const sign = (unsigned: Transaction, amountSats: bigint): Uint8Array => {
    const unsignedTx = unsigned.toBuffer();
    const prevouts = [{ amountSats, script }];
    const psbt = wallet.signPsbt(buildPsbt({ unsignedTx, prevouts, network: 'regtest' }));
    return finalizePsbt({ psbt, unsignedTx, prevouts });
  };

  const feeSats = 100_000n;
  const fund = await chain.fundAddress(wallet.address, COIN_SATS * BigInt(count) + feeSats);
  const fan = spending(fund);
  for (let i = 0; i < count; i++) fan.addOutput(script, COIN_SATS);
  const fanned = Buffer.from(sign(fan, fund.amountSats));
  await chain.rpc('sendrawtransaction', [fanned.toString('hex')]);
  await chain.mine();
  const { txid } = parseTransaction(fanned);

  return Array.from({ length: count }, (_, vout) => {
    const input = { txid, vout };
    const spell = buildSpell({
      ins: [input],
      refs: [plan.nft],
      outs: [
        {
          coin: { amountSats: TOKEN_SATS, dest: script },
          charms: [[subscriptionApp(plan.identity, plan.vk), 1n]],
        },
        { coin: { amountSats: plan.priceSats, dest: plan.merchantScript } },
      ],
      mock: true,
    });
    const mint = spending(input);
    mint.addOutput(script, TOKEN_SATS);
    mint.addOutput(plan.merchantScript, plan.priceSats);
    mint.addOutput(spellScript({ spell, proof: mockProof(spell) }), 0n);
    const raw = sign(mint, COIN_SATS);
    return { txid: parseTransaction(raw).txid, raw, input, spell: encodeSpell(spell) };
  });
}

/** Mines one block with exactly these payments. */
export async function mineMints(chain: Regtest, mints: readonly Mint[]): Promise<string> {
  const address = await chain.rpc<string>('getnewaddress');
  const transactions = mints.map(({ raw }) => Buffer.from(raw).toString('hex'));
  return (await chain.rpc<{ hash: string }>('generateblock', [address, transactions])).hash;
}

function spending({ txid, vout }: OutPoint): Transaction {
  const transaction = new Transaction();
  transaction.version = 2;
  transaction.addInput(Buffer.from(txid, 'hex').reverse(), vout, 0xfffffffd);
  return transaction;
}
