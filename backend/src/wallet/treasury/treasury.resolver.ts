import { Arg, Args, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import type { GraphQLContext, OperatorScope } from '../../identity/index.ts';
import { accountsOf } from '../../ledger/index.ts';
import { NotFoundError } from '../../platform/errors/index.ts';
import { type Connection, readPage, toConnection } from '../../platform/graphql/index.ts';
import { PLATFORM } from '../accounts/account-names.ts';
import type { WalletServices } from '../ports.ts';
import { decideTreasuryMove } from './decide-treasury-move.ts';
import { recordTreasuryMove } from './record-treasury-move.ts';
import {
  NewTreasuryMoveInput,
  PlatformAccountType,
  TreasuryMoveConnection,
  TreasuryMovesArgs,
  TreasuryMoveType,
} from './treasury.type.ts';
import { findMove, listMoves } from './treasury-move.repository.ts';
import type { TreasuryMove } from './treasury-move.ts';

type Context = GraphQLContext<WalletServices>;

@Resolver(() => TreasuryMoveType)
export class TreasuryResolver {
  @Query(() => [PlatformAccountType], {
    description: 'What the platform itself has, per account and currency. For operators.',
  })
  async platformAccounts(@Ctx() context: Context): Promise<PlatformAccountType[]> {
    await context.requireOperator();
    return accountsOf(context.services.database.client, PLATFORM);
  }

  @Query(() => TreasuryMoveConnection, { description: 'Newest first. For operators.' })
  async treasuryMoves(
    @Ctx() context: Context,
    @Args(() => TreasuryMovesArgs) args: TreasuryMovesArgs,
  ): Promise<Connection<TreasuryMove>> {
    const operator = await context.requireOperator();
    const page = readPage(args, 'treasuryMove');
    const rows = await listMoves(context.services.database.client, operator, page, args.status);
    return toConnection(rows, page, (row) => row);
  }

  @Mutation(() => TreasuryMoveType, {
    description: 'Moves the platform’s own money; a withdrawal is proposed only. For operators.',
  })
  async recordTreasuryMove(
    @Ctx() context: Context,
    @Arg('input', () => NewTreasuryMoveInput) input: NewTreasuryMoveInput,
    @Arg('idempotencyKey', () => String) idempotencyKey: string,
  ): Promise<TreasuryMove> {
    const operator = await context.requireOperator();
    const id = await recordTreasuryMove(context.services, operator, { ...input, idempotencyKey });
    return show(context, operator, id);
  }

  @Mutation(() => TreasuryMoveType, {
    description: 'Carries out what another operator proposed. For operators.',
  })
  confirmTreasuryMove(
    @Ctx() context: Context,
    @Arg('moveId', () => ID) moveId: string,
    @Arg('idempotencyKey', () => String) idempotencyKey: string,
  ): Promise<TreasuryMove> {
    return decide(context, { moveId, decision: 'confirm', idempotencyKey });
  }

  @Mutation(() => TreasuryMoveType, { description: 'Ends what an operator proposed. For operators.' })
  rejectTreasuryMove(
    @Ctx() context: Context,
    @Arg('moveId', () => ID) moveId: string,
    @Arg('idempotencyKey', () => String) idempotencyKey: string,
  ): Promise<TreasuryMove> {
    return decide(context, { moveId, decision: 'reject', idempotencyKey });
  }
}

async function decide(
  context: Context,
  decision: Parameters<typeof decideTreasuryMove>[2],
): Promise<TreasuryMove> {
  const operator = await context.requireOperator();
  await decideTreasuryMove(context.services, operator, decision);
  return show(context, operator, decision.moveId);
}

async function show({ services }: Context, operator: OperatorScope, id: string): Promise<TreasuryMove> {
  const move = await findMove(services.database.client, operator, id);
  if (!move) throw new NotFoundError('treasury move', id);
  return move;
}
