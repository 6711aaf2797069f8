import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import { readReceivingBranch } from '../../bitcoin/index.ts';
import type { GraphQLContext } from '../../identity/index.ts';
import { ReceivingKeyInput, ReceivingKeyType, SetReceivingKeyInput } from './receiving-key.type.ts';
import { removeReceivingKey, setReceivingKey } from './set-receiving-key.ts';
import { type ReceivingKeyView, showBranch, showReceivingKey } from './show-receiving-key.ts';

/** Where a merchant's bitcoin goes is decided by people, never by an API key. */
@Resolver()
export class ReceivingKeyResolver {
  @Query(() => ReceivingKeyType, {
    nullable: true,
    description: 'The key that a merchant is paid on. For its members.',
  })
  async receivingKey(
    @Ctx() context: GraphQLContext,
    @Arg('merchantId', () => ID) merchantId: string,
  ): Promise<ReceivingKeyView | null> {
    await context.requireMember(merchantId, 'viewer');
    const { database, config } = context.services;
    return showReceivingKey(database.client, config.BITCOIN_NETWORK, merchantId);
  }

  @Query(() => ReceivingKeyType, {
    description: 'What a key would be, to compare with a wallet before it is set. For owners.',
  })
  async previewReceivingKey(
    @Ctx() context: GraphQLContext,
    @Arg('input', () => ReceivingKeyInput) { merchantId, key, script }: ReceivingKeyInput,
  ): Promise<ReceivingKeyView> {
    await context.requireMember(merchantId, 'owner');
    const { database, config } = context.services;
    const branch = readReceivingBranch(key, config.BITCOIN_NETWORK, script);
    return showBranch(database.client, config.BITCOIN_NETWORK, branch);
  }

  @Mutation(() => ReceivingKeyType, {
    description: 'Sets the key that a merchant is paid on from now on. For owners.',
  })
  async setReceivingKey(
    @Ctx() context: GraphQLContext,
    @Arg('input', () => SetReceivingKeyInput) input: SetReceivingKeyInput,
  ): Promise<ReceivingKeyView | null> {
    const scope = await context.requireMember(input.merchantId, 'owner');
    const { services } = context;
    await setReceivingKey(services, scope, input);
    return showReceivingKey(services.database.client, services.config.BITCOIN_NETWORK, scope.merchantId);
  }

  @Mutation(() => Boolean, {
    description: 'Ends payments to addresses; those given out stay watched. For owners.',
  })
  async removeReceivingKey(
    @Ctx() context: GraphQLContext,
    @Arg('merchantId', () => ID) merchantId: string,
  ): Promise<boolean> {
    await removeReceivingKey(context.services, await context.requireMember(merchantId, 'owner'));
    return true;
  }
}
