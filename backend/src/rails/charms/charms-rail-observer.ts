import {
  isPaymentFailure,
  PAYMENT_FAILURES,
  type PaymentFailure,
  type PaymentReport,
  type PlanMint,
  type PlanNftReport,
  type PlanOnChain,
  reportMintsMoved,
  reportMintsSettled,
  reportMintsUnconfirmed,
  reportPayments,
  reportPlanNfts,
  type SettledPlanMint,
} from '../../billing/index.ts';
import type { ChainObserver, ChainTransactionRow } from '../../bitcoin/index.ts';
import { type PlanNft, readMintedApps, readOutdatedMints, readPlanNfts } from '../../charms/index.ts';
import type { Tx } from '../../platform/database/index.ts';

type Rows = readonly ChainTransactionRow[];

/** Tells billing what becomes of the transactions that mint plans and pay for periods. */
export const charmsRailObserver: ChainObserver = {
  async onBlockConnected(tx, { height }) {
    await reportPlanNfts(tx, (await readPlanNfts(tx, height)).map(toReport));
  },
  /** What the block moved is back where it was before. */
  async onBlockDisconnected(tx) {
    await reportPlanNfts(tx, (await readPlanNfts(tx, null)).map(toReport));
  },
  async onBroadcast(tx, rows, now) {
    await reportPayments(tx, now, 'detected', paymentsIn(rows));
    await reportMintsMoved(tx, now, mintsIn(rows));
  },
  async onConfirmed(tx, rows, now) {
    const payments = paymentsIn(rows);
    const outdated = await outdatedAmong(tx, payments);
    const flagged = payments.map((payment) =>
      outdated.has(payment.reference) ? { ...payment, flag: 'outdated_plan_state' as const } : payment,
    );
    await reportPayments(tx, now, 'confirmed', flagged);
    await reportMintsMoved(tx, now, mintsIn(rows));
  },
  async onSettled(tx, rows, now) {
    await reportPayments(tx, now, 'settled', paymentsIn(rows));
    const mints = await withApps(tx, mintsIn(rows));
    await reportMintsSettled(tx, now, mints);
    // It may have moved on before it was deep enough.
    if (mints.length > 0) await reportPlanNfts(tx, (await readPlanNfts(tx, null)).map(toReport));
  },
  async onUnconfirmed(tx, rows, now) {
    await reportPayments(tx, now, 'unconfirmed', paymentsIn(rows));
    await reportMintsUnconfirmed(tx, now, mintsIn(rows));
  },
  async onFailed(tx, rows, now) {
    for (const failure of PAYMENT_FAILURES) {
      const failed = rows.filter((row) => failureOf(row) === failure);
      await reportPayments(tx, now, failure, paymentsIn(failed));
    }
    await reportMintsMoved(tx, now, mintsIn(rows));
  },
};

function toReport({ merchantId, planId, app, nft, state }: PlanNft): PlanNftReport {
  const { name, priceSats, limit } = state;
  return { merchantId, planId, onChain: { app, nft }, name, priceSats, limit };
}

function paymentsIn(rows: Rows): PaymentReport[] {
  return rows
    .filter(({ kind }) => kind === 'subscription_mint')
    .map(({ merchantId, id, amountSats, blockTime }) => ({
      merchantId,
      rail: 'charms',
      reference: id,
      transactionId: id,
      amount: amountSats,
      confirmedAt: blockTime,
    }));
}

function mintsIn(rows: Rows): PlanMint[] {
  return rows.flatMap(({ kind, merchantId, planId, id }) =>
    kind === 'plan_mint' && planId !== null ? [{ merchantId, planId, transactionId: id }] : [],
  );
}

/** What was refused, or never sent, is to billing what was lost: nothing that it knew of will arrive. */
function failureOf({ failure }: ChainTransactionRow): PaymentFailure {
  return failure !== null && isPaymentFailure(failure) ? failure : 'dropped';
}

async function outdatedAmong(tx: Tx, payments: readonly PaymentReport[]): Promise<Set<string>> {
  const outdated = new Set<string>();
  for (const [merchantId, ids] of transactionsByMerchant(
    payments.map(({ merchantId, reference }) => ({ merchantId, transactionId: reference })),
  )) {
    for (const id of await readOutdatedMints(tx, merchantId, ids)) outdated.add(id);
  }
  return outdated;
}

/** The mints with what they mint. A transaction that was not built here mints nothing that we know of. */
async function withApps(tx: Tx, mints: readonly PlanMint[]): Promise<SettledPlanMint[]> {
  const onChain = new Map<string, PlanOnChain>();
  for (const [merchantId, ids] of transactionsByMerchant(mints)) {
    for (const [id, { identity, vk, outPoint }] of await readMintedApps(tx, merchantId, ids)) {
      onChain.set(id, { app: { identity, vk }, nft: outPoint });
    }
  }
  return mints.flatMap((mint) => {
    const minted = onChain.get(mint.transactionId);
    return minted ? [{ ...mint, onChain: minted }] : [];
  });
}

function transactionsByMerchant(
  rows: readonly { readonly merchantId: string; readonly transactionId: string }[],
): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const { merchantId, transactionId } of rows) {
    const group = groups.get(merchantId);
    if (group) group.push(transactionId);
    else groups.set(merchantId, [transactionId]);
  }
  return groups;
}
