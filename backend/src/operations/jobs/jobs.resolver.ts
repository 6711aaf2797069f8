import { Arg, Args, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import type { GraphQLContext } from '../../identity/index.ts';
import type { Connection } from '../../platform/graphql/index.ts';
import type { QueueFigures } from '../figures/figures.ts';
import type { OperationsServices } from '../ports.ts';
import { discardDeadJob } from './discard-dead-job.ts';
import { DeadJobConnection, DeadJobsArgs, JobQueueType } from './jobs.type.ts';
import { pageOfDeadJobs, type ShownDeadJob } from './list-dead-jobs.ts';
import { replayDeadJob, replayDeadJobs } from './replay-dead-jobs.ts';

type Context = GraphQLContext<OperationsServices>;

@Resolver()
export class JobsResolver {
  @Query(() => [JobQueueType], {
    description: 'Every kind of background work and what waits of it, as of the last seconds. For operators.',
  })
  async jobQueues(@Ctx() context: Context): Promise<readonly QueueFigures[]> {
    await context.requireOperator();
    return (await context.services.figures.read()).queues ?? [];
  }

  @Query(() => DeadJobConnection, { description: 'Jobs that were given up, newest first. For operators.' })
  async deadJobs(
    @Ctx() context: Context,
    @Args(() => DeadJobsArgs) args: DeadJobsArgs,
  ): Promise<Connection<ShownDeadJob>> {
    const operator = await context.requireOperator();
    return pageOfDeadJobs(context.services.database.client, operator, args);
  }

  @Mutation(() => Boolean, {
    description: 'Puts a job that was given up into its queue again. For operators.',
  })
  async replayDeadJob(@Ctx() context: Context, @Arg('id', () => ID) id: string): Promise<boolean> {
    await replayDeadJob(context.services, await context.requireOperator(), id);
    return true;
  }

  @Mutation(() => Int, {
    description:
      'Puts all jobs of a queue that were given up into it again, oldest first, up to a thousand; says how many. For operators.',
  })
  async replayDeadJobs(@Ctx() context: Context, @Arg('queue', () => String) queue: string): Promise<number> {
    return replayDeadJobs(context.services, await context.requireOperator(), queue);
  }

  @Mutation(() => Boolean, {
    description: 'Forgets a job that was given up: it will not be done. For operators.',
  })
  async discardDeadJob(
    @Ctx() context: Context,
    @Arg('id', () => ID) id: string,
    @Arg('reason', () => String) reason: string,
  ): Promise<boolean> {
    await discardDeadJob(context.services, await context.requireOperator(), id, reason);
    return true;
  }
}
