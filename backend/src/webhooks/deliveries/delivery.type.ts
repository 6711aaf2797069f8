import { ArgsType, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionOf, DateTime } from '../../platform/graphql/index.ts';
import { MerchantPageArgs } from '../webhook-args.type.ts';
import type { DeliveryStatus } from './delivery.ts';

const StatusEnum = {
  PENDING: 'pending',
  SUCCEEDED: 'succeeded',
  FAILED: 'failed',
  CANCELED: 'canceled',
} as const satisfies Record<Uppercase<DeliveryStatus>, DeliveryStatus>;

registerEnumType(StatusEnum, {
  name: 'WebhookDeliveryStatus',
  description: 'FAILED: no attempt of three days was taken. CANCELED: its endpoint was deleted.',
});

@ObjectType('WebhookHeader')
export class HeaderType {
  @Field(() => String)
  declare name: string;

  @Field(() => String)
  declare value: string;
}

@ObjectType('WebhookAttempt', { description: 'What an endpoint was sent once, and what it answered.' })
export class AttemptType {
  @Field(() => Int)
  declare number: number;

  @Field(() => DateTime)
  declare at: Date;

  @Field(() => Int)
  declare durationMs: number;

  @Field(() => [HeaderType])
  declare requestHeaders: HeaderType[];

  @Field(() => Int, { nullable: true, description: 'HTTP status; 2xx is success.' })
  declare responseStatus: number | null;

  @Field(() => [HeaderType], { nullable: true })
  declare responseHeaders: HeaderType[] | null;

  @Field(() => String, { nullable: true, description: 'Its first 4 kB.' })
  declare responseBody: string | null;

  @Field(() => String, { nullable: true, description: 'Why there was no answer.' })
  declare error: string | null;
}

@ObjectType('WebhookDelivery', { description: 'An event on its way to one endpoint.' })
export class DeliveryType {
  @Field(() => ID)
  declare id: string;

  @Field(() => ID)
  declare endpointId: string;

  @Field(() => ID, { description: 'Sent as webhook-id, the same at every attempt.' })
  declare messageId: string;

  @Field(() => String)
  declare eventType: string;

  @Field(() => StatusEnum)
  declare status: DeliveryStatus;

  @Field(() => Int)
  declare attempts: number;

  @Field(() => DateTime, { nullable: true })
  declare nextAttemptAt: Date | null;

  @Field(() => DateTime)
  declare createdAt: Date;

  @Field(() => DateTime, { nullable: true })
  declare finishedAt: Date | null;
}

export const DeliveryConnection = connectionOf(DeliveryType, 'WebhookDelivery');

@ArgsType()
export class DeliveriesArgs extends MerchantPageArgs {
  @Field(() => ID, { nullable: true })
  declare endpointId?: string | null;

  @Field(() => StatusEnum, { nullable: true })
  declare status?: DeliveryStatus | null;

  @Field(() => String, { nullable: true })
  declare eventType?: string | null;

  @Field(() => ID, { nullable: true, description: 'The deliveries of one event.' })
  declare messageId?: string | null;
}
