import { Arg, Args, Ctx, ID, Mutation, Query, Resolver, Root, Subscription } from 'type-graphql';
import type { GraphQLContext } from '../../identity/index.ts';
import { InvalidInputError } from '../../platform/errors/index.ts';
import {
  Amount,
  type Connection,
  readPage,
  subscribeToEvents,
  toConnection,
} from '../../platform/graphql/index.ts';
import type { WalletServices } from '../ports.ts';
import type { ProviderAsset } from '../providers/deposit-provider.ts';
import { ProviderAssetType } from '../providers/provider-asset.type.ts';
import { cancelWithdrawal } from './cancel-withdrawal.ts';
import { requestWithdrawal } from './request-withdrawal.ts';
import { showWithdrawal } from './show-withdrawal.ts';
import { listOwnWithdrawals } from './withdrawal.repository.ts';
import { withdrawalFee } from './withdrawal.ts';
import {
  MyWithdrawalsArgs,
  RequestWithdrawalInput,
  WithdrawalConnection,
  WithdrawalType,
} from './withdrawal.type.ts';
import type { WithdrawalRow } from './withdrawal-row.ts';
import { requirePayoutProvider } from './withdrawal-services.ts';

type Context = GraphQLContext<WalletServices>;
type Watching = { context: Context; args: { id: string } };

@Resolver(() => WithdrawalType)
export class WithdrawalResolver {
  @Query(() => [ProviderAssetType], { description: 'What can be withdrawn.' })
  withdrawalAssets(@Ctx() context: Context): readonly ProviderAsset[] {
    context.requirePerson();
    return requirePayoutProvider(context.services).assets;
  }

  @Query(() => Amount, { description: 'The fee for withdrawing an amount, on top of it.' })
  withdrawalFee(
    @Ctx() context: Context,
    @Arg('currency', () => String) currency: string,
    @Arg('amount', () => Amount) amount: bigint,
  ): bigint {
    context.requirePerson();
    if (amount <= 0n) throw new InvalidInputError('amount', 'more than zero');
    const { config, currencies } = context.services;
    return withdrawalFee(config, currencies.get(currency).code, amount);
  }

  @Query(() => WithdrawalType, { description: 'Your own withdrawal.' })
  withdrawal(@Ctx() context: Context, @Arg('id', () => ID) id: string): Promise<WithdrawalRow> {
    return showWithdrawal(context.services.database.client, context.requirePerson(), id);
  }

  @Query(() => WithdrawalConnection, { description: 'Your own withdrawals, newest first.' })
  async myWithdrawals(
    @Ctx() context: Context,
    @Args(() => MyWithdrawalsArgs) args: MyWithdrawalsArgs,
  ): Promise<Connection<WithdrawalRow>> {
    const page = readPage(args, 'withdrawal');
    const { client } = context.services.database;
    const rows = await listOwnWithdrawals(client, context.requirePerson(), page, args);
    return toConnection(rows, page, (row) => row);
  }

  @Mutation(() => WithdrawalType, {
    description: 'Asks for money to be sent out; amount and fee are locked until it is decided and sent.',
  })
  async requestWithdrawal(
    @Ctx() context: Context,
    @Arg('input', () => RequestWithdrawalInput) input: RequestWithdrawalInput,
  ): Promise<WithdrawalRow> {
    const person = context.requirePerson();
    const { withdrawalId } = await requestWithdrawal(context.services, person, input);
    return showWithdrawal(context.services.database.client, person, withdrawalId);
  }

  @Mutation(() => WithdrawalType, { description: 'Calls your withdrawal off, before it is approved.' })
  async cancelWithdrawal(
    @Ctx() context: Context,
    @Arg('withdrawalId', () => ID) withdrawalId: string,
  ): Promise<WithdrawalRow> {
    const person = context.requirePerson();
    await cancelWithdrawal(context.services, person, withdrawalId);
    return showWithdrawal(context.services.database.client, person, withdrawalId);
  }

  @Subscription(() => WithdrawalType, {
    description: 'Your withdrawal now, and after every change.',
    subscribe: async ({ context, args: { id } }: Watching) => {
      const { database, liveEvents } = context.services;
      const person = context.requirePerson();
      const show = () => showWithdrawal(database.client, person, id);
      await show();
      return subscribeToEvents<WithdrawalRow>({
        liveEvents,
        matches: ({ type, subjectId }) => type === 'withdrawal.updated' && subjectId === id,
        initial: async () => [await show()],
        read: show,
      });
    },
  })
  withdrawalUpdated(@Root() withdrawal: WithdrawalRow, @Arg('id', () => ID) _: string): WithdrawalRow {
    return withdrawal;
  }
}
