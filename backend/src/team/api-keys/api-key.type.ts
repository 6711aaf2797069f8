import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { KEY_SCOPES, type KeyScope, type Mode, ModeEnum } from '../../identity/index.ts';
import { connectionOf, DateTime } from '../../platform/graphql/index.ts';

/** `plans:read` is PLANS_READ to GraphQL. */
export const KeyScopeEnum = Object.fromEntries(
  KEY_SCOPES.map((scope) => [scope.replace(':', '_').toUpperCase(), scope]),
) as Record<string, KeyScope>;

registerEnumType(KeyScopeEnum, {
  name: 'ApiKeyScope',
  description: 'What a key opens: all areas, or one. Whoever may write may read.',
});

@ObjectType('ApiKey', { description: 'With it a merchant’s server speaks for the merchant.' })
export class ApiKeyType {
  @Field(() => ID)
  declare id: string;

  @Field(() => String)
  declare name: string;

  @Field(() => ModeEnum)
  declare mode: Mode;

  @Field(() => [KeyScopeEnum])
  declare scopes: readonly KeyScope[];

  @Field(() => String, { description: 'Its last four characters.' })
  declare hint: string;

  @Field(() => ID, { description: 'The person who made it.' })
  declare createdBy: string;

  @Field(() => DateTime)
  declare createdAt: Date;

  @Field(() => DateTime, { nullable: true })
  declare expiresAt: Date | null;

  @Field(() => DateTime, { nullable: true })
  declare revokedAt: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'To the minute.' })
  declare lastUsedAt: Date | null;
}

@ObjectType('NewApiKey')
export class NewApiKeyType {
  @Field(() => ApiKeyType)
  declare apiKey: ApiKeyType;

  @Field(() => String, {
    nullable: true,
    description:
      'Send it as `Authorization: Bearer <secret>`. Shown this once; null when the same request was answered before.',
  })
  declare secret: string | null;
}

export const ApiKeyConnection = connectionOf(ApiKeyType, 'ApiKey');
