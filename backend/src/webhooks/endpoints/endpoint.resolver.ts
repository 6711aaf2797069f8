import { Arg, Args, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import { merchantActor } from '../../compliance/index.ts';
import type { GraphQLContext, MerchantScope } from '../../identity/index.ts';
import { NotFoundError } from '../../platform/errors/index.ts';
import { type Connection, readPage, toConnection } from '../../platform/graphql/index.ts';
import type { WebhookServices } from '../ports.ts';
import { MerchantPageArgs } from '../webhook-args.type.ts';
import { createEndpoint } from './create-endpoint.ts';
import { deleteEndpoint } from './delete-endpoint.ts';
import { findEndpoint, listEndpoints } from './endpoint.repository.ts';
import type { EndpointRow } from './endpoint.ts';
import {
  CreateEndpointInput,
  EndpointConnection,
  EndpointSecretType,
  EndpointType,
  RotateSecretInput,
  UpdateEndpointInput,
} from './endpoint.type.ts';
import { type AskMerchant, requireEndpointMember } from './require-endpoint.ts';
import { rotateSecret } from './rotate-secret.ts';
import { updateEndpoint } from './update-endpoint.ts';

type Context = GraphQLContext<WebhookServices>;

@Resolver()
export class EndpointResolver {
  @Query(() => EndpointConnection, { description: 'A merchant’s endpoints, newest first. For developers.' })
  async webhookEndpoints(
    @Ctx() context: Context,
    @Args(() => MerchantPageArgs) args: MerchantPageArgs,
  ): Promise<Connection<EndpointRow>> {
    const page = readPage(args, 'webhookEndpoint');
    const scope = await context.requireMerchant(args.merchantId, 'developer', 'webhooks');
    const rows = await listEndpoints(context.services.database.client, scope, page);
    return toConnection(rows, page, (row) => row);
  }

  @Query(() => [String], { description: 'The types of events that endpoints can be told of.' })
  webhookEventTypes(@Ctx() { services }: Context): readonly string[] {
    return services.webhookCatalogue.types;
  }

  @Mutation(() => EndpointSecretType, { description: 'Adds an endpoint. For developers.' })
  async createWebhookEndpoint(
    @Ctx() context: Context,
    @Arg('input', () => CreateEndpointInput) input: CreateEndpointInput,
  ): Promise<EndpointSecretType> {
    const scope = await context.requireMerchant(input.merchantId, 'developer', 'webhooks');
    const { id, secret } = await createEndpoint(context.services, scope, merchantActor(scope), input);
    return { endpoint: await show(context, scope, id), secret };
  }

  @Mutation(() => EndpointType, { description: 'Changes, enables or disables an endpoint. For developers.' })
  async updateWebhookEndpoint(
    @Ctx() context: Context,
    @Arg('input', () => UpdateEndpointInput) input: UpdateEndpointInput,
  ): Promise<EndpointRow> {
    const scope = await requireMember(context, input.id);
    await updateEndpoint(context.services, scope, merchantActor(scope), input.id, input);
    return show(context, scope, input.id);
  }

  @Mutation(() => EndpointSecretType, {
    description: 'Gives an endpoint a new secret; for a while both sign. For developers.',
  })
  async rotateWebhookSecret(
    @Ctx() context: Context,
    @Arg('input', () => RotateSecretInput) { id, ...input }: RotateSecretInput,
  ): Promise<EndpointSecretType> {
    const scope = await requireMember(context, id);
    const request = { ...input, endpointId: id };
    const { secret } = await rotateSecret(context.services, scope, merchantActor(scope), request);
    return { endpoint: await show(context, scope, id), secret };
  }

  @Mutation(() => ID, { description: 'Removes an endpoint and calls off what waits for it. For developers.' })
  async deleteWebhookEndpoint(@Ctx() context: Context, @Arg('id', () => ID) id: string): Promise<string> {
    const scope = await requireMember(context, id);
    await deleteEndpoint(context.services, scope, merchantActor(scope), id);
    return id;
  }
}

async function requireMember(context: Context, endpointId: string): Promise<MerchantScope> {
  context.requireCaller();
  const { client } = context.services.database;
  const ask: AskMerchant = (merchantId, minimum) => context.requireMerchant(merchantId, minimum, 'webhooks');
  return requireEndpointMember(client, ask, endpointId, 'developer');
}

async function show({ services }: Context, scope: MerchantScope, id: string): Promise<EndpointRow> {
  const endpoint = await findEndpoint(services.database.client, scope, id);
  if (!endpoint) throw new NotFoundError('webhook endpoint', id);
  return endpoint;
}
