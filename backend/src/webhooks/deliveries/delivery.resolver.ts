import { Arg, Args, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { merchantActor } from '../../compliance/index.ts';
import type { GraphQLContext, MerchantScope } from '../../identity/index.ts';
import { NotFoundError } from '../../platform/errors/index.ts';
import {
  type Connection,
  createLoader,
  DateTime,
  readPage,
  toConnection,
} from '../../platform/graphql/index.ts';
import { type AskMerchant, requireEndpointMember } from '../endpoints/require-endpoint.ts';
import { sendTest } from '../messages/send-test.ts';
import type { WebhookServices } from '../ports.ts';
import {
  type AttemptRow,
  type DeliveryRow,
  findDelivery,
  listDeliveries,
  readAttempts,
  readPayloads,
} from './delivery.repository.ts';
import {
  AttemptType,
  DeliveriesArgs,
  DeliveryConnection,
  DeliveryType,
  type HeaderType,
} from './delivery.type.ts';
import { replayDelivery, replayFailedDeliveries } from './replay.ts';

type Context = GraphQLContext<WebhookServices>;

const attemptsLoader = createLoader<WebhookServices, DeliveryRow, AttemptRow[]>(
  ({ database }, deliveries) => readAttempts(database.client, deliveries),
  ({ id }) => id,
);
const payloadLoader = createLoader<WebhookServices, DeliveryRow, string>(
  ({ database }, deliveries) => readPayloads(database.client, deliveries),
  ({ messageId }) => messageId,
);

@Resolver(() => DeliveryType)
export class DeliveryResolver {
  @Query(() => DeliveryConnection, {
    description: 'What a merchant’s endpoints were sent, newest first, for 30 days. For developers.',
  })
  async webhookDeliveries(
    @Ctx() context: Context,
    @Args(() => DeliveriesArgs) args: DeliveriesArgs,
  ): Promise<Connection<DeliveryRow>> {
    const page = readPage(args, 'webhookDelivery');
    const scope = await context.requireMerchant(args.merchantId, 'developer', 'webhooks');
    const rows = await listDeliveries(context.services.database.client, scope, page, args);
    return toConnection(rows, page, (row) => row);
  }

  @Mutation(() => DeliveryType, { description: 'Sends a delivery again that has ended. For developers.' })
  async replayWebhookDelivery(
    @Ctx() context: Context,
    @Arg('merchantId', () => ID) merchantId: string,
    @Arg('id', () => ID) id: string,
  ): Promise<DeliveryRow> {
    const scope = await context.requireMerchant(merchantId, 'developer', 'webhooks');
    await replayDelivery(context.services, scope, merchantActor(scope), id);
    return show(context, scope, id);
  }

  @Mutation(() => Int, {
    description: 'Sends everything again that failed for good since then, and says how much. For developers.',
  })
  async replayFailedWebhookDeliveries(
    @Ctx() context: Context,
    @Arg('endpointId', () => ID) endpointId: string,
    @Arg('since', () => DateTime) since: Date,
  ): Promise<number> {
    const scope = await requireMember(context, endpointId);
    return replayFailedDeliveries(context.services, scope, merchantActor(scope), { endpointId, since });
  }

  @Mutation(() => DeliveryType, { description: 'Sends a `webhook.test` to an endpoint. For developers.' })
  async sendTestWebhook(
    @Ctx() context: Context,
    @Arg('endpointId', () => ID) endpointId: string,
    @Arg('idempotencyKey', () => String) idempotencyKey: string,
  ): Promise<DeliveryRow> {
    const scope = await requireMember(context, endpointId);
    const request = { endpointId, idempotencyKey };
    return show(context, scope, await sendTest(context.services, scope, merchantActor(scope), request));
  }

  @FieldResolver(() => String, { description: 'The body, byte for byte what is signed.' })
  async payload(@Root() delivery: DeliveryRow, @Ctx() context: Context): Promise<string> {
    return (await context.load(payloadLoader, delivery)) ?? '';
  }

  @FieldResolver(() => [AttemptType], { description: 'The first first.' })
  async attemptLog(@Root() delivery: DeliveryRow, @Ctx() context: Context): Promise<AttemptType[]> {
    const attempts = (await context.load(attemptsLoader, delivery)) ?? [];
    return attempts.map(({ requestHeaders, responseHeaders, ...attempt }) => ({
      ...attempt,
      requestHeaders: toHeaders(requestHeaders),
      responseHeaders: responseHeaders && toHeaders(responseHeaders),
    }));
  }
}

async function requireMember(context: Context, endpointId: string): Promise<MerchantScope> {
  context.requireCaller();
  const { client } = context.services.database;
  const ask: AskMerchant = (merchantId, minimum) => context.requireMerchant(merchantId, minimum, 'webhooks');
  return requireEndpointMember(client, ask, endpointId, 'developer');
}

async function show({ services }: Context, scope: MerchantScope, id: string): Promise<DeliveryRow> {
  const delivery = await findDelivery(services.database.client, scope, id);
  if (!delivery) throw new NotFoundError('webhook delivery', id);
  return delivery;
}

function toHeaders(headers: Readonly<Record<string, string>>): HeaderType[] {
  return Object.entries(headers).map(([name, value]) => ({ name, value }));
}
