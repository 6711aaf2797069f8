import { Arg, Args, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import type { GraphQLContext } from '../../identity/index.ts';
import { NotFoundError } from '../../platform/errors/index.ts';
import { type Connection, readPage, toConnection } from '../../platform/graphql/index.ts';
import type { WalletServices } from '../ports.ts';
import {
  FiatEntriesArgs,
  FiatEntryConnection,
  FiatEntryType,
  ResolveEntryInput,
} from './express-buy.type.ts';
import { findEntry, listEntries } from './fiat-entry.repository.ts';
import type { FiatEntry } from './fiat-entry.ts';
import { resolveEntry } from './resolve-entry.ts';

type Context = GraphQLContext<WalletServices>;

@Resolver(() => FiatEntryType)
export class FiatEntryResolver {
  @Query(() => FiatEntryConnection, {
    description: 'What banks reported, newest first. For operators.',
  })
  async fiatEntries(
    @Ctx() { services, requireOperator }: Context,
    @Args(() => FiatEntriesArgs) args: FiatEntriesArgs,
  ): Promise<Connection<FiatEntry>> {
    const operator = await requireOperator();
    const page = readPage(args, 'fiatEntry');
    const rows = await listEntries(services.database.client, operator, page, args.statuses);
    return toConnection(rows, page, (row) => row);
  }

  @Mutation(() => FiatEntryType, {
    description: 'Decides what could not be settled by itself. For operators.',
  })
  async resolveFiatEntry(
    @Ctx() { services, requireOperator }: Context,
    @Arg('input', () => ResolveEntryInput) input: ResolveEntryInput,
    @Arg('idempotencyKey', () => String) idempotencyKey: string,
  ): Promise<FiatEntry> {
    const operator = await requireOperator();
    await resolveEntry(services, operator, { ...input, idempotencyKey });
    const entry = await findEntry(services.database.client, operator, input.entryId);
    if (!entry) throw new NotFoundError('line', input.entryId);
    return entry;
  }
}
