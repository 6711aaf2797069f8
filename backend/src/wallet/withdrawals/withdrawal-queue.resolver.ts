import { Arg, Args, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { GraphQLContext } from '../../identity/index.ts';
import { type Connection, createLoader, readPage, toConnection } from '../../platform/graphql/index.ts';
import type { WalletServices } from '../ports.ts';
import { approveWithdrawal } from './approve-withdrawal.ts';
import { reconcileWithdrawal } from './reconcile-withdrawal.ts';
import { rejectWithdrawal } from './reject-withdrawal.ts';
import { showAnyWithdrawal } from './show-withdrawal.ts';
import { countApprovals, listWithdrawals } from './withdrawal.repository.ts';
import {
  QueuedWithdrawalConnection,
  QueuedWithdrawalType,
  ReconcileWithdrawalInput,
  WithdrawalQueueArgs,
} from './withdrawal.type.ts';
import type { WithdrawalRow } from './withdrawal-row.ts';

type Context = GraphQLContext<WalletServices>;

const approvalsLoader = createLoader<WalletServices, number>(({ database }, ids) =>
  countApprovals(database.client, ids),
);

@Resolver(() => QueuedWithdrawalType)
export class WithdrawalQueueResolver {
  @Query(() => QueuedWithdrawalConnection, {
    description: 'Everybody’s withdrawals, newest first. For operators.',
  })
  async withdrawalQueue(
    @Ctx() context: Context,
    @Args(() => WithdrawalQueueArgs) args: WithdrawalQueueArgs,
  ): Promise<Connection<WithdrawalRow>> {
    const page = readPage(args, 'withdrawal');
    const operator = await context.requireOperator();
    const rows = await listWithdrawals(context.services.database.client, operator, page, args);
    return toConnection(rows, page, (row) => row);
  }

  @Mutation(() => QueuedWithdrawalType, {
    description: 'One operator’s yes; with as many as it needs it is sent. For operators, not for one’s own.',
  })
  async approveWithdrawal(
    @Ctx() context: Context,
    @Arg('withdrawalId', () => ID) withdrawalId: string,
  ): Promise<WithdrawalRow> {
    const operator = await context.requireOperator();
    await approveWithdrawal(context.services, operator, withdrawalId);
    return showAnyWithdrawal(context.services.database.client, operator, withdrawalId);
  }

  @Mutation(() => QueuedWithdrawalType, {
    description: 'One operator’s no, before the provider is asked: the money is given back. For operators.',
  })
  async rejectWithdrawal(
    @Ctx() context: Context,
    @Arg('withdrawalId', () => ID) withdrawalId: string,
    @Arg('reason', () => String) reason: string,
  ): Promise<WithdrawalRow> {
    const operator = await context.requireOperator();
    await rejectWithdrawal(context.services, operator, withdrawalId, reason);
    return showAnyWithdrawal(context.services.database.client, operator, withdrawalId);
  }

  @Mutation(() => QueuedWithdrawalType, {
    description: 'Says of an UNKNOWN one whether it was sent, by an operator’s word. For operators.',
  })
  async reconcileWithdrawal(
    @Ctx() context: Context,
    @Arg('input', () => ReconcileWithdrawalInput) input: ReconcileWithdrawalInput,
  ): Promise<WithdrawalRow> {
    const operator = await context.requireOperator();
    await reconcileWithdrawal(context.services, operator, input);
    return showAnyWithdrawal(context.services.database.client, operator, input.withdrawalId);
  }

  @FieldResolver(() => Int, { description: 'How many operators have approved it.' })
  async approvals(@Root() { id }: WithdrawalRow, @Ctx() context: Context): Promise<number> {
    return (await context.load(approvalsLoader, id)) ?? 0;
  }
}
