import { Args, Ctx, Query, Resolver } from 'type-graphql';
import { type AuditEntry, listMerchantAudit } from '../../compliance/index.ts';
import type { GraphQLContext } from '../../identity/index.ts';
import { type Connection, readPage, toConnection } from '../../platform/graphql/index.ts';
import { AuditEntryConnection, AuditLogArgs } from './audit-entry.type.ts';

@Resolver()
export class AuditLogResolver {
  @Query(() => AuditEntryConnection, {
    description: 'Who changed what of a merchant, newest first. For its members.',
  })
  async auditLog(
    @Ctx() context: GraphQLContext,
    @Args(() => AuditLogArgs) { merchantId, ...args }: AuditLogArgs,
  ): Promise<Connection<AuditEntry>> {
    const page = readPage(args, 'auditEntry');
    const scope = await context.requireMerchant(merchantId, 'viewer');
    const { action, actorId, subjectId } = args;
    const filter = { action, actorId, subjectId };
    const rows = await listMerchantAudit(context.services.database.client, scope, page, filter);
    return toConnection(rows, page, (row) => row);
  }
}
