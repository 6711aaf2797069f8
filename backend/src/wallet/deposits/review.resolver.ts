import { Arg, Args, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import type { GraphQLContext } from '../../identity/index.ts';
import { NotFoundError } from '../../platform/errors/index.ts';
import { type Connection, readPage, toConnection } from '../../platform/graphql/index.ts';
import type { WalletServices } from '../ports.ts';
import { resolveDepositReview } from './resolve-review.ts';
import { findReview, listReviews } from './review.repository.ts';
import type { DepositReviewRow } from './review.ts';
import {
  DepositReviewConnection,
  DepositReviewsArgs,
  DepositReviewType,
  ResolveDepositReviewInput,
} from './review.type.ts';

type Context = GraphQLContext<WalletServices>;

@Resolver(() => DepositReviewType)
export class DepositReviewResolver {
  @Query(() => DepositReviewConnection, {
    description: 'Payments that wait for a decision, or waited, newest first. For operators.',
  })
  async depositReviews(
    @Ctx() context: Context,
    @Args(() => DepositReviewsArgs) args: DepositReviewsArgs,
  ): Promise<Connection<DepositReviewRow>> {
    const page = readPage(args, 'depositReview');
    const operator = await context.requireOperator();
    const rows = await listReviews(context.services.database.client, operator, page, args);
    return toConnection(rows, page, (row) => row);
  }

  @Mutation(() => DepositReviewType, { description: 'Decides about one, once. For operators.' })
  async resolveDepositReview(
    @Ctx() context: Context,
    @Arg('input', () => ResolveDepositReviewInput) input: ResolveDepositReviewInput,
  ): Promise<DepositReviewRow> {
    const operator = await context.requireOperator();
    const { reviewId } = await resolveDepositReview(context.services, operator, input);
    const review = await findReview(context.services.database.client, operator, reviewId);
    if (review === undefined) throw new NotFoundError('deposit review', reviewId);
    return review;
  }
}
