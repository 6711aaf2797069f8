import { Arg, Ctx, Int, Query, Resolver, Root, Subscription } from 'type-graphql';
import { buildSchema } from '../../backend/src/api/schema.ts';
import type { GraphQLContext } from '../../backend/src/identity/index.ts';
import { InvalidInputError } from '../../backend/src/platform/errors/index.ts';
import { createLoader, subscribeToEvents } from '../../backend/src/platform/graphql/index.ts';

export const SECRET = 'password=hunter2 at /srv/backend/secret.ts';

/** How often a thing was read: one more with each read that is not shared. */
let reads = 0;
const readsLoader = createLoader<unknown, number>(async (_, keys) => {
  reads += 1;
  return new Map(keys.map((key) => [key, reads]));
});

/** Fields that fail and stream in every way that tests want to see from outside. */
@Resolver()
class ProbeResolver {
  @Query(() => String, { nullable: true })
  failing(): string {
    throw new Error(SECRET);
  }

  @Query(() => String)
  failingWhole(): string {
    throw new Error(SECRET);
  }

  @Query(() => String, { nullable: true })
  refusing(): string {
    throw new InvalidInputError('probe', 'something else');
  }

  @Query(() => String)
  missing(): string | undefined {
    return undefined;
  }

  @Query(() => Int)
  echo(@Arg('n', () => Int) n: number): number {
    return n;
  }

  /** Waits until the events of this subject number one. */
  @Query(() => Int)
  async slow(@Ctx() { services }: GraphQLContext): Promise<number> {
    for (;;) {
      const count = await services.database.client.event.count({ where: { subjectId: 'release' } });
      if (count > 0) return count;
    }
  }

  @Subscription(() => String, {
    subscribe: ({ context, args }: { context: GraphQLContext; args: { subject: string } }) => {
      context.requirePerson();
      return subscribeToEvents({
        liveEvents: context.services.liveEvents,
        matches: ({ subjectId }) => subjectId === args.subject,
        initial: async () => ['now'],
        read: async ({ type }) => type,
      });
    },
  })
  news(@Root() news: string, @Arg('subject', () => String) _subject: string): string {
    return news;
  }

  @Subscription(() => Int, {
    subscribe: ({ context }: { context: GraphQLContext }) =>
      subscribeToEvents({
        liveEvents: context.services.liveEvents,
        matches: ({ subjectId }) => subjectId === 'reads',
        initial: async () => [0],
        read: async () => 0,
      }),
  })
  async reads(@Ctx() context: GraphQLContext): Promise<number> {
    return (await context.load(readsLoader, 'it')) ?? 0;
  }

  @Subscription(() => String, {
    subscribe: ({ context }: { context: GraphQLContext }) =>
      subscribeToEvents({
        liveEvents: context.services.liveEvents,
        matches: () => false,
        initial: async () => {
          throw new Error(SECRET);
        },
        read: async () => '',
      }),
  })
  failingStream(@Root() news: string): string {
    return news;
  }
}

/** The product's schema and the probes beside it. */
export const probeSchema = () => buildSchema([ProbeResolver]);
