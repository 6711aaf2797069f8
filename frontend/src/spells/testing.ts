import {
  type App,
  buildSpell,
  type Data,
  encodePlanState,
  formatApp,
  formatOutPoint,
  identityOf,
  mockProof,
  type NormalizedSpell,
  planApp,
  spellScript,
  subscriptionApp,
} from '@charmbills/charms';
import { p2wpkh, Transaction } from '@scure/btc-signer';
import { toBase64 } from '../wallets/bitcoin/bytes.ts';
import { createSigner, demoKey, type Signer } from '../wallets/development/signer.ts';
import type { PlanOrder, SaleOrder, SpellOrder, SubscriptionOrder } from './spell-order.ts';

export const SIGNER: Signer = createSigner(demoKey('signer'));
export const MERCHANT: Signer = createSigner(demoKey('shop'));
export const STRANGER: Signer = createSigner(demoKey('stranger'));
export const PROVER: Signer = createSigner(demoKey('prover'));

const GENESIS = { txid: '11'.repeat(32), vout: 1 };
const VK = 'cd'.repeat(32);
export const PLAN_APP: App = planApp(identityOf(GENESIS), VK);
export const TOKEN_APP: App = subscriptionApp(identityOf(GENESIS), VK);
export const NFT = { txid: '22'.repeat(32), vout: 0 };
export const STATE = {
  name: 'A tin of tea',
  priceSats: 12_000n,
  periodSeconds: 2_592_000n,
  merchantScript: MERCHANT.script,
  limit: null,
};

export interface Output {
  readonly script: Uint8Array;
  readonly amountSats: bigint;
  readonly charms?: readonly (readonly [App, Data])[];
}

export interface Input {
  readonly txid: string;
  readonly vout: number;
  readonly script: Uint8Array;
  readonly amountSats: bigint;
  readonly sequence?: number;
  readonly sighashType?: number;
}

/** A transaction with a spell, part by part: a test changes one and leaves the rest. */
export interface Parts {
  readonly inputs: readonly Input[];
  readonly refs: readonly { readonly txid: string; readonly vout: number }[];
  /** Those of the spell. */
  readonly coins: readonly Output[];
  readonly proverFee: readonly Output[];
  readonly change: readonly Output[];
  readonly spellSats: bigint;
  readonly locktime: number;
  readonly version: number;
  /** Changes the spell after its proof was made. */
  readonly forge: (spell: NormalizedSpell) => NormalizedSpell;
}

const funds = (byte: string, amountSats: bigint): Input => ({
  txid: byte.repeat(32),
  vout: 0,
  script: SIGNER.script,
  amountSats,
  sequence: 0xfffffffd,
});

const COMMON = {
  proverFee: [],
  spellSats: 0n,
  locktime: 0,
  version: 2,
  forge: (spell: NormalizedSpell) => spell,
};

/** Two periods for 24,000 sats, 600 sats to the miners. */
export const PURCHASE: Parts = {
  ...COMMON,
  inputs: [funds('33', 60_000n), funds('44', 40_000n)],
  refs: [NFT],
  coins: [
    { script: MERCHANT.script, amountSats: 24_000n },
    { script: SIGNER.script, amountSats: 1_000n, charms: [[TOKEN_APP, 2n]] },
  ],
  change: [{ script: SIGNER.script, amountSats: 74_400n }],
};

export const PURCHASE_ORDER: SubscriptionOrder = {
  kind: 'subscription',
  planApp: formatApp(PLAN_APP),
  subscriptionApp: formatApp(TOKEN_APP),
  nft: formatOutPoint(NFT),
  merchantAddress: MERCHANT.address,
  paySats: 24_000n,
  periods: 2n,
  limited: false,
};

/** The same of a plan with five periods left, whose NFT the merchant holds. */
export const LIMITED_PURCHASE: Parts = {
  ...PURCHASE,
  inputs: [...PURCHASE.inputs, { ...NFT, script: MERCHANT.script, amountSats: 1_000n }],
  refs: [],
  coins: [
    ...PURCHASE.coins,
    {
      script: MERCHANT.script,
      amountSats: 1_000n,
      charms: [[PLAN_APP, encodePlanState({ ...STATE, limit: 3n })]],
    },
  ],
};

/** The purchase of the limited plan, as its merchant is told of it. */
export const SALE_ORDER: SaleOrder = {
  kind: 'sale',
  planApp: formatApp(PLAN_APP),
  subscriptionApp: formatApp(TOKEN_APP),
  nft: formatOutPoint(NFT),
  name: STATE.name,
  priceSats: STATE.priceSats,
  payoutAddress: MERCHANT.address,
  paySats: 24_000n,
  periods: 2n,
  supplyLeft: 5n,
};

/** A plan for 300 sats to the miners. */
export const MINT: Parts = {
  ...COMMON,
  inputs: [{ ...funds('11', 50_000n), vout: GENESIS.vout }],
  refs: [],
  coins: [{ script: SIGNER.script, amountSats: 1_000n, charms: [[PLAN_APP, encodePlanState(STATE)]] }],
  change: [{ script: SIGNER.script, amountSats: 48_700n }],
};

export const MINT_ORDER: PlanOrder = {
  kind: 'plan',
  name: STATE.name,
  priceSats: STATE.priceSats,
  payoutAddress: MERCHANT.address,
  contractVk: VK,
  supplyLimit: null,
};

/** The PSBT of the parts, base64. */
export function psbtOf(parts: Parts): string {
  const spell = buildSpell({
    ins: parts.inputs.map(({ txid, vout }) => ({ txid, vout })),
    ...(parts.refs.length > 0 && { refs: parts.refs }),
    outs: parts.coins.map(({ script, amountSats, charms }) => ({
      coin: { amountSats, dest: script },
      ...(charms && { charms }),
    })),
    mock: true,
  });
  const carrier = {
    script: spellScript({ spell: parts.forge(spell), proof: mockProof(spell) }),
    amountSats: parts.spellSats,
  };
  return psbt(parts, [...parts.coins, ...parts.proverFee, carrier, ...parts.change]);
}

export function psbt(
  { inputs, version, locktime }: Pick<Parts, 'inputs' | 'version' | 'locktime'>,
  outputs: readonly Output[],
): string {
  const options = { version, lockTime: locktime, allowUnknownOutputs: true, allowUnknownVersion: true };
  const transaction = new Transaction(options);
  for (const { script, amountSats } of outputs) transaction.addOutput({ script, amount: amountSats });
  for (const { txid, vout, sequence, script, amountSats, sighashType } of inputs) {
    transaction.addInput({
      txid,
      index: vout,
      witnessUtxo: { script, amount: amountSats },
      ...(sequence !== undefined && { sequence }),
      ...(sighashType !== undefined && { sighashType }),
    });
  }
  return toBase64(transaction.toPSBT(0));
}

export function orderOf(parts: Parts, purpose: SubscriptionOrder | PlanOrder): SpellOrder {
  return { psbt: psbtOf(parts), network: 'regtest', signerAddress: SIGNER.address, purpose };
}

/** The same for the merchant to sign. */
export function saleOf(parts: Parts, purpose: SaleOrder = SALE_ORDER): SpellOrder {
  return { psbt: psbtOf(parts), network: 'regtest', signerAddress: MERCHANT.address, purpose };
}

/** An address of the same key on mainnet. */
export function mainnetAddress({ publicKey }: Signer): string {
  return p2wpkh(Uint8Array.from(publicKey.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16))).address;
}
