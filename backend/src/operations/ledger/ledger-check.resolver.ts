import { Ctx, Mutation, Query, Resolver } from 'type-graphql';
import type { GraphQLContext } from '../../identity/index.ts';
import { CHECK_LEDGER, listCheckRuns } from '../../ledger/index.ts';
import { isQueued } from '../jobs/dead-job.repository.ts';
import type { OperationsServices } from '../ports.ts';
import { LedgerCheckType } from './ledger-check.type.ts';
import { runLedgerCheck } from './run-ledger-check.ts';

type Context = GraphQLContext<OperationsServices>;

@Resolver()
export class LedgerCheckResolver {
  @Query(() => LedgerCheckType, { description: 'What the last check of the ledger found. For operators.' })
  async ledgerCheck(@Ctx() context: Context): Promise<LedgerCheckType> {
    await context.requireOperator();
    return show(context);
  }

  @Mutation(() => LedgerCheckType, {
    description: 'Has a worker verify the whole ledger now, unless one is about to. For operators.',
  })
  async runLedgerCheck(@Ctx() context: Context): Promise<LedgerCheckType> {
    await runLedgerCheck(context.services, await context.requireOperator());
    return show(context);
  }
}

async function show({ services: { database } }: Context): Promise<LedgerCheckType> {
  const [last] = await listCheckRuns(database.client, 1);
  return { underWay: await isQueued(database.client, CHECK_LEDGER), last: last ?? null };
}
