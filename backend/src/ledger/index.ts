export type { Account, NewAccount, Owner } from './accounts/account.ts';
export { openAccounts } from './accounts/open-accounts.ts';
export { accountsOf, readAccounts } from './accounts/read-accounts.ts';
export { CHECK_LEDGER, checkLedgerJob } from './check/check-ledger.job.ts';
export { checkLedger, type LedgerReport } from './check/check-ledger.ts';
export { type LedgerCheckRun, listCheckRuns } from './check/check-runs.repository.ts';
export { type Currencies, type Currency, createCurrencies, formatAmount } from './currencies.ts';
export type { Entry, EntryFilter, EntryPage } from './entries/entry.ts';
export { listEntries } from './entries/list-entries.ts';
export type { HoldView } from './holds/hold.ts';
export { type NewHold, placeHold } from './holds/place-hold.ts';
export { openHoldsOf, readHold } from './holds/read-holds.ts';
export { releaseExpiredHolds } from './holds/release-expired-holds.ts';
export { captureHold, type NewCapture, type NewRelease, releaseHold } from './holds/settle-hold.ts';
export * from './ledger.errors.ts';
export { post, postAll, postAlone } from './postings/post.ts';
export type { MovementRow } from './postings/posting.repository.ts';
export type {
  Capture,
  Hold,
  Movement,
  NewPosting,
  PostedPosting,
  Release,
  Transfer,
} from './postings/posting.ts';
export { type Posting, readPosting } from './postings/read-posting.ts';
export { type Reversal, reverseAll, reversePosting } from './postings/reverse-posting.ts';
export { sealPostings } from './seals/seal-postings.ts';
export type { Seal } from './seals/seals.repository.ts';
export { startLedgerUpkeep } from './start-upkeep.ts';
