import { Arg, Ctx, ID, Mutation, Query, Resolver, Root, Subscription } from 'type-graphql';
import type { GraphQLContext } from '../../identity/index.ts';
import { NotFoundError } from '../../platform/errors/index.ts';
import { DateTime } from '../../platform/graphql/index.ts';
import type { BillingServices } from '../ports.ts';
import { requireId } from '../require-id.ts';
import { watch } from '../watch.ts';
import { findTestClock, type TestClockRow } from './clock.repository.ts';
import { advanceTestClock, setTestClock } from './move-test-clock.ts';
import { TEST_CLOCK_MOVED } from './test-clock.ts';
import { TestClockType } from './test-clock.type.ts';

type Context = GraphQLContext<BillingServices>;
type Watching = { context: Context; args: { merchantId: string } };

@Resolver()
export class TestClockResolver {
  @Query(() => TestClockType, {
    nullable: true,
    description:
      'The clock of a merchant in test mode; null while its time is the real one. For its members.',
  })
  async testClock(
    @Ctx() context: Context,
    @Arg('merchantId', () => ID) merchantId: string,
  ): Promise<TestClockType | null> {
    await requireReader(context, merchantId);
    const clock = await findTestClock(context.services.database.client, merchantId);
    return clock ? toType(clock) : null;
  }

  @Mutation(() => TestClockType, {
    description: 'Gives a merchant in test mode a clock of its own, and moves it to `at`. For developers.',
  })
  async setTestClock(
    @Ctx() context: Context,
    @Arg('merchantId', () => ID) merchantId: string,
    @Arg('at', () => DateTime) at: Date,
  ): Promise<TestClockType> {
    requireId('merchant', merchantId);
    const scope = await context.requireMerchant(merchantId, 'developer');
    return toType(await setTestClock(context.services, scope, at));
  }

  @Mutation(() => TestClockType, {
    description:
      'Moves a test clock forward, through everything that becomes due on the way. For developers.',
  })
  async advanceTestClock(
    @Ctx() context: Context,
    @Arg('merchantId', () => ID) merchantId: string,
    @Arg('to', () => DateTime) to: Date,
  ): Promise<TestClockType> {
    requireId('merchant', merchantId);
    const scope = await context.requireMerchant(merchantId, 'developer');
    return toType(await advanceTestClock(context.services, scope, to));
  }

  @Subscription(() => TestClockType, {
    description: 'A test clock now, and as it moves.',
    subscribe: ({ context, args: { merchantId } }: Watching) =>
      watch(context.services, { type: TEST_CLOCK_MOVED, id: merchantId }, async () => {
        await requireReader(context, merchantId);
        const clock = await findTestClock(context.services.database.client, merchantId);
        if (!clock) throw new NotFoundError('test clock', merchantId);
        return toType(clock);
      }),
  })
  testClockMoved(@Root() clock: TestClockType, @Arg('merchantId', () => ID) _: string): TestClockType {
    return clock;
  }
}

async function requireReader(context: Context, merchantId: string): Promise<void> {
  requireId('merchant', merchantId);
  await context.requireMerchant(merchantId, 'viewer');
}

function toType(clock: TestClockRow): TestClockType {
  return { ...clock, state: clock.target === null ? 'STANDING' : 'MOVING' };
}
