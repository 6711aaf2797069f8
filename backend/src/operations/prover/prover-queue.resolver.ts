import { Ctx, Query, Resolver } from 'type-graphql';
import type { GraphQLContext } from '../../identity/index.ts';
import { scrubText } from '../../platform/logging/index.ts';
import type { OperationsServices } from '../ports.ts';
import { readProverQueue } from './prover-queue.repository.ts';
import { ProverQueueStateType } from './prover-queue.type.ts';

@Resolver()
export class ProverQueueResolver {
  @Query(() => [ProverQueueStateType], {
    description: 'Transactions that are being made, by how far they are. For operators.',
  })
  async proverQueue(@Ctx() context: GraphQLContext<OperationsServices>): Promise<ProverQueueStateType[]> {
    const operator = await context.requireOperator();
    const rows = await readProverQueue(context.services.database.client, operator);
    return rows.map((row) => ({ ...row, lastError: row.lastError && scrubText(row.lastError) }));
  }
}
