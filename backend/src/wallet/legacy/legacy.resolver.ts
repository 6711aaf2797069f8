import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import type { GraphQLContext } from '../../identity/index.ts';
import type { WalletServices } from '../ports.ts';
import { LegacyWalletType } from './legacy.type.ts';
import { linkLegacyWallet } from './link-legacy-wallet.ts';
import { type LegacyLock, settleLegacyLock } from './settle-legacy-lock.ts';
import { type LegacyWallet, showLegacyWallet } from './show-legacy-wallet.ts';

type Context = GraphQLContext<WalletServices>;

@Resolver()
export class LegacyResolver {
  @Query(() => LegacyWalletType, { description: 'What is left of a legacy wallet. For operators.' })
  async legacyWallet(
    @Ctx() context: Context,
    @Arg('legacyUserId', () => ID) legacyUserId: string,
  ): Promise<LegacyWallet> {
    return showLegacyWallet(context.services, await context.requireOperator(), legacyUserId);
  }

  @Mutation(() => LegacyWalletType, {
    description:
      'Gives a legacy wallet to the person whose it is: what is available moves. Again, it moves what has come free. For operators.',
  })
  async linkLegacyWallet(
    @Ctx() context: Context,
    @Arg('legacyUserId', () => ID) legacyUserId: string,
    @Arg('personId', () => ID) personId: string,
    @Arg('idempotencyKey', () => String) idempotencyKey: string,
  ): Promise<LegacyWallet> {
    const operator = await context.requireOperator();
    await linkLegacyWallet(context.services, operator, { legacyUserId, personId, idempotencyKey });
    return showLegacyWallet(context.services, operator, legacyUserId);
  }

  @Mutation(() => LegacyWalletType, {
    description: 'Unlocks what was locked in the legacy system. For operators.',
  })
  releaseLegacyLock(
    @Ctx() context: Context,
    @Arg('legacyUserId', () => ID) legacyUserId: string,
    @Arg('lockId', () => ID) lockId: string,
    @Arg('reason', () => String) reason: string,
  ): Promise<LegacyWallet> {
    return settle(context, { legacyUserId, holdId: lockId, outcome: 'release', reason });
  }

  @Mutation(() => LegacyWalletType, {
    description: 'Takes out what was locked in the legacy system and was paid outside. For operators.',
  })
  captureLegacyLock(
    @Ctx() context: Context,
    @Arg('legacyUserId', () => ID) legacyUserId: string,
    @Arg('lockId', () => ID) lockId: string,
    @Arg('reason', () => String) reason: string,
  ): Promise<LegacyWallet> {
    return settle(context, { legacyUserId, holdId: lockId, outcome: 'capture', reason });
  }
}

async function settle(context: Context, lock: LegacyLock): Promise<LegacyWallet> {
  const operator = await context.requireOperator();
  await settleLegacyLock(context.services, operator, lock);
  return showLegacyWallet(context.services, operator, lock.legacyUserId);
}
