import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionOf, DateTime } from '../../platform/graphql/index.ts';
import type { DisabledReason, VisibleStatus } from './endpoint.ts';
import { OVERLAP_HOURS_DEFAULT } from './rotate-secret.ts';

const StatusEnum = {
  ENABLED: 'enabled',
  DISABLED: 'disabled',
} as const satisfies Record<Uppercase<VisibleStatus>, VisibleStatus>;

registerEnumType(StatusEnum, {
  name: 'WebhookEndpointStatus',
  description: 'DISABLED: nothing is sent and nothing new is kept for it; what waited waits.',
});

const ReasonEnum = {
  MEMBER: 'member',
  FAILING: 'failing',
} as const satisfies Record<Uppercase<DisabledReason>, DisabledReason>;

registerEnumType(ReasonEnum, {
  name: 'WebhookDisabledReason',
  description: 'MEMBER: somebody did. FAILING: it took nothing for five days, or said that it is gone.',
});

@ObjectType('WebhookEndpoint', { description: 'Where a merchant is told of events.' })
export class EndpointType {
  @Field(() => ID)
  declare id: string;

  @Field(() => String)
  declare url: string;

  @Field(() => String, { nullable: true })
  declare description: string | null;

  @Field(() => [String], { description: 'Types, `subject.*`, or `*` for all.' })
  declare eventTypes: readonly string[];

  @Field(() => StatusEnum)
  declare status: VisibleStatus;

  @Field(() => ReasonEnum, { nullable: true })
  declare disabledReason: DisabledReason | null;

  @Field(() => DateTime, { nullable: true })
  declare disabledAt: Date | null;

  @Field(() => Int, { description: 'Attempts that failed since the last that succeeded.' })
  declare failures: number;

  @Field(() => DateTime, { nullable: true, description: 'The first of them.' })
  declare failingSince: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'Until then the secret before this one signs too.' })
  declare previousSecretExpiresAt: Date | null;

  @Field(() => DateTime)
  declare createdAt: Date;

  @Field(() => DateTime)
  declare updatedAt: Date;
}

export const EndpointConnection = connectionOf(EndpointType, 'WebhookEndpoint');

@ObjectType('WebhookEndpointSecret', { description: 'An endpoint with its new signing secret.' })
export class EndpointSecretType {
  @Field(() => EndpointType)
  declare endpoint: EndpointType;

  @Field(() => String, {
    nullable: true,
    description: 'Shown this once; null when the same request is repeated.',
  })
  declare secret: string | null;
}

@InputType('CreateWebhookEndpointInput')
export class CreateEndpointInput {
  @Field(() => ID)
  declare merchantId: string;

  @Field(() => String, { description: 'https, on the public internet.' })
  declare url: string;

  @Field(() => [String], { description: 'Types, `subject.*`, or `*` for all.' })
  declare eventTypes: string[];

  @Field(() => String, { nullable: true })
  declare description?: string | null;

  @Field(() => String)
  declare idempotencyKey: string;
}

@InputType('UpdateWebhookEndpointInput', { description: 'What is not given stays as it is.' })
export class UpdateEndpointInput {
  @Field(() => ID)
  declare id: string;

  @Field(() => String, { nullable: true })
  declare url?: string | null;

  @Field(() => [String], { nullable: true })
  declare eventTypes?: string[] | null;

  @Field(() => String, { nullable: true })
  declare description?: string | null;

  @Field(() => Boolean, { nullable: true })
  declare enabled?: boolean | null;
}

@InputType('RotateWebhookSecretInput')
export class RotateSecretInput {
  @Field(() => ID)
  declare id: string;

  @Field(() => Int, {
    defaultValue: OVERLAP_HOURS_DEFAULT,
    description: 'How long the old secret signs too, up to 168.',
  })
  declare overlapHours: number;

  @Field(() => String)
  declare idempotencyKey: string;
}
