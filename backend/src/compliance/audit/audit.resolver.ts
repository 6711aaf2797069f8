import { Args, Ctx, Query, Resolver } from 'type-graphql';
import type { GraphQLContext } from '../../identity/index.ts';
import { type Connection, readPage, toConnection } from '../../platform/graphql/index.ts';
import { listAudit } from './audit.repository.ts';
import type { AuditEntry } from './audit.ts';
import { AuditArgs, AuditConnection } from './audit.type.ts';

@Resolver()
export class AuditResolver {
  @Query(() => AuditConnection, {
    description: 'Who did what in this installation, newest first. For operators.',
  })
  async installationAuditLog(
    @Ctx() context: GraphQLContext,
    @Args(() => AuditArgs) { first, after, ...filter }: AuditArgs,
  ): Promise<Connection<AuditEntry>> {
    const operator = await context.requireOperator();
    const page = readPage({ first, after: after ?? null }, 'auditEntry');
    const rows = await listAudit(context.services.database.client, operator, page, filter);
    return toConnection(rows, page, (row) => row);
  }
}
