import type { StackParts } from '../stack/stack-parts.ts';
import { type ApiClient, signIn } from './api-client.ts';
import type { DevWallet } from './wallet.ts';

/** Says what happens, line by line. */
export type Narrate = (line: string) => void;

/** Somebody with a wallet, signed in. */
export interface Actor {
  readonly name: string;
  readonly wallet: DevWallet;
  readonly api: ApiClient;
}

/** A transaction as the API shows it. */
export interface TransactionView {
  readonly id: string;
  readonly step: string;
  readonly txid: string | null;
  readonly psbt: string | null;
  readonly feeSats: string | null;
  readonly blockHeight: number | null;
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly outputs: readonly {
    readonly role: string;
    readonly amountSats: string;
    readonly address: string | null;
  }[];
}

export const TRANSACTION =
  '{ id step txid psbt feeSats blockHeight error { code message } outputs { role amountSats address } }';

const ENDED = ['FAILED', 'EXPIRED'];

/** Gives a wallet coins, one output for each amount, and signs it in. */
export async function introduce(
  stack: StackParts,
  name: string,
  wallet: DevWallet,
  fundsSats: readonly bigint[],
): Promise<Actor> {
  for (const amount of fundsSats) await stack.fundAddress(wallet.address, amount);
  return { name, wallet, api: await signIn(stack.graphqlUrl, wallet) };
}

/** Waits for the proof, shows what is to be signed, signs, and sends it back. */
export async function sign(
  actor: Actor,
  transactionId: string,
  narrate: Narrate,
): Promise<TransactionView & { txid: string }> {
  const { psbt, outputs, feeSats } = await waitForStep(actor, transactionId, 'AWAITING_SIGNATURE', narrate);
  narrate(`  ${actor.name} is asked to sign:`);
  for (const { role, amountSats, address } of outputs) {
    const to = address === null ? '' : `  to ${address}`;
    narrate(`    ${role.toLowerCase().padEnd(10)} ${amountSats.padStart(12)} sat${to}`);
  }
  narrate(`    ${'miners'.padEnd(10)} ${(feeSats ?? '?').padStart(12)} sat`);
  if (psbt === null) throw new Error(`transaction ${transactionId} hands out nothing to sign`);
  const sent = await actor.api.request<TransactionView>(
    `mutation ($transactionId: ID!, $psbt: String!) {
      submitSignedTransaction(transactionId: $transactionId, psbt: $psbt) ${TRANSACTION}
    }`,
    { transactionId, psbt: actor.wallet.signPsbt(psbt) },
  );
  if (sent.txid === null) throw new Error(`transaction ${transactionId} has no id after it was sent`);
  narrate(`  ${actor.name} signed, sent as ${sent.txid}`);
  return { ...sent, txid: sent.txid };
}

/** Follows a transaction live until it reaches a step, telling each; that it fails ends the wait. */
export async function waitForStep(
  actor: Actor,
  transactionId: string,
  step: string,
  narrate: Narrate,
): Promise<TransactionView> {
  let last = '';
  const reached = await actor.api.waitFor<TransactionView>(
    `subscription ($id: ID!) { transactionUpdated(id: $id) ${TRANSACTION} }`,
    { id: transactionId },
    (transaction) => transaction.step === step || ENDED.includes(transaction.step),
    (transaction) => {
      if (transaction.step !== last)
        narrate(`  ${actor.name}: … ${transaction.step.toLowerCase().replaceAll('_', ' ')}`);
      last = transaction.step;
    },
  );
  if (reached.step !== step) {
    const why = reached.error?.message ?? 'no reason given';
    throw new Error(`transaction ${transactionId} ended as ${reached.step}: ${why}`);
  }
  return reached;
}
