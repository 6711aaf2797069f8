import 'reflect-metadata';
import type { JobDefinition } from '../platform/jobs/index.ts';
import type { SpellServices } from './ports.ts';
import { proveSpellJob } from './prove-spell.job.ts';
import { sweepSpellsJob } from './sweep-spells.job.ts';
import { TransactionResolver } from './transactions/transaction.resolver.ts';

export { createAppBinaries } from './app-binaries.ts';
export { cancelSpell } from './cancel-spell.ts';
export { charmsObserver } from './charms-observer.ts';
export type { CharmsServices, ForeignMint, ForeignMints, SpellServices } from './ports.ts';
export { measureProver } from './prover/measure-prover.ts';
export { createProverClient } from './prover/prover-client.ts';
export { type MintedApp, readMintedApps } from './read-minted-apps.ts';
export { readOutdatedMints } from './read-outdated-mints.ts';
export { type PlanNft, readPlanNfts } from './read-plan-nfts.ts';
export { requestSpell, type SpellWish } from './request-spell.ts';
export type { OutputRole } from './spell/compose-spell.ts';
export type { PlanMint, SpellRequest, SubscriptionMint } from './spell/spell-request.ts';
export { submitSignedTransaction } from './submit-signed-transaction.ts';
export { COSIGN_REQUIRED } from './transaction-updated.ts';
export { findTransactions } from './transactions/transaction.repository.ts';
export { TransactionType } from './transactions/transaction.type.ts';
export { transactionLoader } from './transactions/transaction-loaders.ts';
export type { TransactionRow } from './transactions/transaction-row.ts';
export type { TransactionStep } from './transactions/transaction-step.ts';

export const charmsResolvers = [TransactionResolver] as const;

/** The background work of this feature, to be registered at start. */
export function charmsJobs(services: SpellServices): JobDefinition<object>[] {
  return [proveSpellJob(services), sweepSpellsJob(services)];
}
