import { Arg, Args, ArgsType, Ctx, Field, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import type { GraphQLContext, KeyScope, MerchantScope } from '../../identity/index.ts';
import { NotFoundError } from '../../platform/errors/index.ts';
import { type Connection, DateTime, PageArgs, readPage, toConnection } from '../../platform/graphql/index.ts';
import { findKey, listKeys } from './api-key.repository.ts';
import { ApiKeyConnection, ApiKeyType, KeyScopeEnum, NewApiKeyType } from './api-key.type.ts';
import { createApiKey, type IssuedKey } from './create-api-key.ts';
import { OVERLAP_LIMIT_SECONDS, revokeApiKey, rotateApiKey } from './end-api-key.ts';

@ArgsType()
class ApiKeysArgs extends PageArgs {
  @Field(() => ID)
  declare merchantId: string;
}

/** People alone manage keys: a key that leaks cannot make others. */
@Resolver()
export class ApiKeyResolver {
  @Query(() => ApiKeyConnection, {
    description: 'All that there ever were, newest first. For admins.',
  })
  async apiKeys(
    @Ctx() context: GraphQLContext,
    @Args(() => ApiKeysArgs) args: ApiKeysArgs,
  ): Promise<Connection<ApiKeyType>> {
    const page = readPage(args, 'apiKey');
    const scope = await context.requireMember(args.merchantId, 'admin');
    return toConnection(await listKeys(context.services.database.client, scope, page), page, (row) => row);
  }

  @Mutation(() => NewApiKeyType, { description: 'Makes a key of the merchant’s mode. For admins.' })
  async createApiKey(
    @Ctx() context: GraphQLContext,
    @Arg('merchantId', () => ID) merchantId: string,
    @Arg('name', () => String) name: string,
    @Arg('scopes', () => [KeyScopeEnum]) scopes: KeyScope[],
    @Arg('expiresAt', () => DateTime, { nullable: true }) expiresAt?: Date | null,
    @Arg('idempotencyKey', () => String, { nullable: true }) idempotencyKey?: string | null,
  ): Promise<NewApiKeyType> {
    const scope = await context.requireMember(merchantId, 'admin');
    const input = { name, scopes, expiresAt, idempotencyKey };
    return show(context, scope, await createApiKey(context.services, scope, input));
  }

  @Mutation(() => NewApiKeyType, {
    description: 'Makes a key like another, which ends after the overlap. For admins.',
  })
  async rotateApiKey(
    @Ctx() context: GraphQLContext,
    @Arg('merchantId', () => ID) merchantId: string,
    @Arg('id', () => ID) id: string,
    @Arg('overlapSeconds', () => Int, {
      defaultValue: 86_400,
      description: `How long the old key goes on, 0 to ${OVERLAP_LIMIT_SECONDS}.`,
    })
    overlapSeconds: number,
    @Arg('idempotencyKey', () => String, { nullable: true }) idempotencyKey?: string | null,
  ): Promise<NewApiKeyType> {
    const scope = await context.requireMember(merchantId, 'admin');
    const input = { id, overlapSeconds, idempotencyKey };
    return show(context, scope, await rotateApiKey(context.services, scope, input));
  }

  @Mutation(() => ApiKeyType, { description: 'Ends a key at once. For admins.' })
  async revokeApiKey(
    @Ctx() context: GraphQLContext,
    @Arg('merchantId', () => ID) merchantId: string,
    @Arg('id', () => ID) id: string,
  ): Promise<ApiKeyType> {
    const scope = await context.requireMember(merchantId, 'admin');
    await revokeApiKey(context.services, scope, id);
    return (await show(context, scope, { id, secret: undefined })).apiKey;
  }
}

async function show(
  { services }: GraphQLContext,
  scope: MerchantScope,
  { id, secret = null }: { readonly id: IssuedKey['id']; readonly secret?: string | null | undefined },
): Promise<NewApiKeyType> {
  const apiKey = await findKey(services.database.client, scope, id);
  if (!apiKey) throw new NotFoundError('API key', id);
  return { apiKey, secret };
}
