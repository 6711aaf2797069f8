import type { DiscrepancyCode } from '../spells/verify-spell.ts';
import { useTexts } from '../strings/locale.tsx';
import { plural } from '../strings/plural.ts';
import type { TransactionFailure } from './transaction.generated.ts';

const discrepancies: Readonly<Record<DiscrepancyCode, string>> = {
  UNREADABLE: 'The transaction cannot be read.',
  PROOF: 'The proof of the token is missing or wrong.',
  PAYMENT: 'It pays another amount than was agreed, or somebody else.',
  TOKEN: 'You would not receive the token that was agreed.',
  PLAN: 'It is about another plan.',
  OTHER_CHARMS: 'It moves tokens that nobody asked for.',
  INPUT: 'It spends coins that are not yours, or none of yours.',
  OUTPUT: 'It pays somebody who is not to be paid.',
  FEE: 'Its fees are not those that were shown, or beyond reason.',
  FORM: 'It could be changed after you signed it.',
  UNCHECKED: 'It could not be checked in this browser.',
};

const failures: Readonly<Record<TransactionFailure, string>> = {
  REPLACED: 'Another transaction took its place. Nothing was paid by this one.',
  DOUBLE_SPENT: 'Its coins were spent elsewhere. Nothing was paid by this one.',
  DROPPED: 'The network has forgotten it. Nothing was paid.',
  REORGED: 'The block that held it was replaced, and it did not come back. Nothing was paid.',
  REJECTED: 'The network refused it. Nothing was paid.',
  EXPIRED: 'It was not signed in time, or was called off. Nothing was paid.',
  UNBUILDABLE: 'It could not be built. Nothing was paid.',
};

const en = {
  progress: 'Progress of the transaction',
  steps: {
    prepare: 'Built and proved',
    preparing: 'The token is being proved. This can take a while; you may leave and come back.',
    queued: 'Waits for its turn at the prover.',
    sign: 'Signed by you',
    signing: 'Check it and sign with your wallet.',
    cosign: 'Signed by the merchant',
    cosigning: 'The merchant signs each sale of this plan. You need not stay.',
    send: 'Sent to the network',
    confirm: 'Confirmed',
    confirming: (have: number, need: number) =>
      `${have} of ${plural('en', need, { one: '# confirmation', other: '# confirmations' })}`,
  },
  review: 'What you sign',
  checking: 'Checking the transaction and its proof in this browser…',
  checked: 'Checked in this browser: it does this and nothing else.',
  mock: 'This is a test network: the proof is a stand-in for a real one.',
  pays: (merchant: string) => `To ${merchant}`,
  receives: 'You receive',
  periods: (count: number, plan: string) =>
    `${plural('en', count, { one: '# period', other: '# periods' })} of ${plan}`,
  plan: (plan: string) => `The plan “${plan}”, to sell`,
  tokenCoins: 'Kept with it in your wallet',
  minersFee: 'To the miners',
  proverFee: 'To the prover',
  change: 'Back to you',
  total: 'You spend in all',
  sign: 'Sign with your wallet',
  signBefore: (when: string) => `Sign before ${when}; after that it is called off by itself.`,
  cancel: 'Call it off',
  outputs: 'All outputs',
  own: 'yours',
  data: 'Proof (pays nobody)',
  refusedTitle: 'Do not sign this',
  refusedText:
    'The transaction is not what was agreed, so your wallet was not asked. Nothing was paid. Tell the merchant.',
  discrepancy: (code: DiscrepancyCode) => discrepancies[code],
  failedTitle: 'This did not work out',
  failure: (failure: TransactionFailure) => failures[failure],
  signed: 'Signed',
  transaction: 'Transaction',
};

const catalogs = { en };

export function useSigningStrings() {
  return useTexts(catalogs);
}
