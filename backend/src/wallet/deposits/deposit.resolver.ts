import { Arg, Args, Ctx, ID, Mutation, Query, Resolver, Root, Subscription } from 'type-graphql';
import type { GraphQLContext } from '../../identity/index.ts';
import { type Connection, readPage, subscribeToEvents, toConnection } from '../../platform/graphql/index.ts';
import type { WalletServices } from '../ports.ts';
import type { ProviderAsset } from '../providers/deposit-provider.ts';
import { ProviderAssetType } from '../providers/provider-asset.type.ts';
import { createDeposit } from './create-deposit.ts';
import { listOwnDeposits } from './deposit.repository.ts';
import { CreateDepositInput, DepositConnection, DepositType, MyDepositsArgs } from './deposit.type.ts';
import type { DepositRow } from './deposit-row.ts';
import { requireDepositProvider } from './require-provider.ts';
import { showDeposit } from './show-deposit.ts';

type Context = GraphQLContext<WalletServices>;
type Watching = { context: Context; args: { id: string } };

@Resolver(() => DepositType)
export class DepositResolver {
  @Query(() => [ProviderAssetType], { description: 'What can be deposited.' })
  depositAssets(@Ctx() context: Context): readonly ProviderAsset[] {
    context.requirePerson();
    return requireDepositProvider(context.services).assets;
  }

  @Query(() => DepositType, { description: 'Your own deposit.' })
  deposit(@Ctx() context: Context, @Arg('id', () => ID) id: string): Promise<DepositRow> {
    return showDeposit(context.services.database.client, context.requirePerson(), id);
  }

  @Query(() => DepositConnection, { description: 'Your own deposits, newest first.' })
  async myDeposits(
    @Ctx() context: Context,
    @Args(() => MyDepositsArgs) args: MyDepositsArgs,
  ): Promise<Connection<DepositRow>> {
    const page = readPage(args, 'deposit');
    const rows = await listOwnDeposits(context.services.database.client, context.requirePerson(), page, args);
    return toConnection(rows, page, (row) => row);
  }

  @Mutation(() => DepositType, {
    description: 'Asks for an address to pay to. While it is CREATING, the address follows by itself.',
  })
  async createDeposit(
    @Ctx() context: Context,
    @Arg('input', () => CreateDepositInput) input: CreateDepositInput,
  ): Promise<DepositRow> {
    const person = context.requirePerson();
    const { depositId } = await createDeposit(context.services, person, input);
    return showDeposit(context.services.database.client, person, depositId);
  }

  @Subscription(() => DepositType, {
    description: 'Your deposit now, and after every change.',
    subscribe: async ({ context, args: { id } }: Watching) => {
      const { database, liveEvents } = context.services;
      const person = context.requirePerson();
      const show = () => showDeposit(database.client, person, id);
      await show();
      return subscribeToEvents<DepositRow>({
        liveEvents,
        matches: ({ type, subjectId }) => type === 'deposit.updated' && subjectId === id,
        initial: async () => [await show()],
        read: show,
      });
    },
  })
  depositUpdated(@Root() deposit: DepositRow, @Arg('id', () => ID) _: string): DepositRow {
    return deposit;
  }
}
