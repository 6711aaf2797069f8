import { Field, ID, ObjectType } from 'type-graphql';
import { DateTime } from '../../platform/graphql/index.ts';
import type { PersonScope } from '../scopes.ts';

@ObjectType('SignInChallenge')
export class ChallengeType {
  @Field(() => ID)
  declare id: string;

  @Field(() => String, { description: 'Sign exactly this text with the key of the address (BIP-322).' })
  declare message: string;

  @Field(() => DateTime)
  declare expiresAt: Date;
}

@ObjectType('Person', { description: 'Somebody who has signed in with a Bitcoin wallet.' })
export class PersonType {
  @Field(() => ID)
  declare id: string;

  @Field(() => String)
  declare address: string;

  /** Not part of the API: whose rows its fields may read. */
  declare scope: PersonScope;
}

export function toPersonType(scope: PersonScope): PersonType {
  return { id: scope.personId, address: scope.address, scope };
}

@ObjectType('Session')
export class SessionType {
  @Field(() => String, { description: 'Send it as `Authorization: Bearer <token>`.' })
  declare token: string;

  @Field(() => DateTime)
  declare expiresAt: Date;

  @Field(() => PersonType)
  declare person: PersonType;
}
