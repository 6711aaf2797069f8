import { createLoader } from '../../platform/graphql/index.ts';
import type { PlatformServices } from '../../platform/services.ts';
import { findTransactions, readSigning } from './transaction.repository.ts';
import type { SigningRow, TransactionRow } from './transaction-row.ts';

type Services = Pick<PlatformServices, 'database'>;

/** Transactions by id, for fields of things that the asker may see: it checks nobody. */
export const transactionLoader = createLoader<Services, TransactionRow>(
  async ({ database }, ids) =>
    new Map((await findTransactions(database.client, ids)).map((row) => [row.id, row])),
);

/** What there is to sign, by transaction id. */
export const signingLoader = createLoader<Services, SigningRow>(({ database }, ids) =>
  readSigning(database.client, ids),
);
