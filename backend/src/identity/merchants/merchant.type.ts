import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime } from '../../platform/graphql/index.ts';
import type { Mode, Role } from '../scopes.ts';

export const RoleEnum = {
  OWNER: 'owner',
  ADMIN: 'admin',
  DEVELOPER: 'developer',
  VIEWER: 'viewer',
} as const satisfies Record<Uppercase<Role>, Role>;

registerEnumType(RoleEnum, {
  name: 'Role',
  description: 'What a member of a merchant may do: each role may do all that the ones after it may.',
});

export const ModeEnum = { LIVE: 'live', TEST: 'test' } as const satisfies Record<Uppercase<Mode>, Mode>;

registerEnumType(ModeEnum, {
  name: 'MerchantMode',
  description: 'Whether a merchant does real business or tries things out. It never changes.',
});

@ObjectType('MerchantLogo', { description: 'A PNG, with its sides in pixels.' })
export class MerchantLogoType {
  @Field(() => String, { description: 'Holds the same picture for ever; another logo has another address.' })
  declare url: string;

  @Field(() => Int)
  declare width: number;

  @Field(() => Int)
  declare height: number;
}

/** The logo is resolved from what is known of it. */
@ObjectType('Merchant', { description: 'An organisation that sells plans.' })
export class MerchantType {
  @Field(() => ID)
  declare id: string;

  @Field(() => String)
  declare name: string;

  @Field(() => String, { nullable: true, description: 'An e-mail address or https URL for subscribers.' })
  declare supportContact: string | null;

  @Field(() => ModeEnum)
  declare mode: Mode;

  @Field(() => String, {
    nullable: true,
    description: 'As #rrggbb; whoever writes upon it sees to the contrast.',
  })
  declare brandColor: string | null;
}

@ObjectType('Membership', { description: 'A merchant as one of its members sees it.' })
export class MembershipType extends MerchantType {
  @Field(() => RoleEnum)
  declare role: Role;

  @Field(() => DateTime)
  declare createdAt: Date;
}
