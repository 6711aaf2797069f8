import { createLoader } from '../../platform/graphql/index.ts';
import type { PlatformServices } from '../../platform/services.ts';
import { type CustomerRow, readCustomers } from './customer.repository.ts';

/** Customers of rows that the caller may see. */
export const customerLoader = createLoader<PlatformServices, { merchantId: string; id: string }, CustomerRow>(
  async ({ database }, keys) =>
    new Map((await readCustomers(database.client, keys)).map((customer) => [customer.id, customer])),
  ({ id }) => id,
);
