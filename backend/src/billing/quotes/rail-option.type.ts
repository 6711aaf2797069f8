import { Field, ObjectType, registerEnumType } from 'type-graphql';
import type { RailName } from '../ports.ts';
import { RailEnum } from '../rail.type.ts';
import type { RailObstacle } from './rail-options.ts';

const RailObstacleEnum = {
  NOT_OWED: 'not_owed',
  NOT_SET_UP: 'not_set_up',
  NOT_MINTED: 'not_minted',
  NO_RATE: 'no_rate',
  TOO_SMALL: 'too_small',
} as const satisfies Record<Uppercase<RailObstacle>, RailObstacle>;

registerEnumType(RailObstacleEnum, {
  name: 'RailObstacle',
  description:
    'NOT_OWED: nothing is due (any more). NOT_SET_UP: the merchant, or this installation, does not take it. NOT_MINTED: it is for periods that are minted on the chain alone. NO_RATE: nobody knows the rate now; try again. TOO_SMALL: the rail takes no amount as small.',
});

@ObjectType('RailOption', { description: 'A rail, and whether something can be paid over it now.' })
export class RailOptionType {
  @Field(() => RailEnum)
  declare rail: RailName;

  @Field(() => String, { nullable: true, description: 'In what it is paid; null where it cannot be.' })
  declare currency: string | null;

  @Field(() => Boolean, { description: 'Whether its customer has to be signed in to pay.' })
  declare needsPayer: boolean;

  @Field(() => RailObstacleEnum, { nullable: true, description: 'Why it cannot be paid; null where it can.' })
  declare obstacle: RailObstacle | null;
}
