import { Field, ID, ObjectType } from 'type-graphql';
import { DateTime } from '../../platform/graphql/index.ts';

@ObjectType('Customer', { description: 'A subscriber as one merchant sees them.' })
export class CustomerType {
  @Field(() => ID)
  declare id: string;

  @Field(() => String, {
    description:
      'Their Bitcoin address; `script:…` or, of a long one, `script-sha256:…` in hex for a holder that has none.',
  })
  declare address: string;

  @Field(() => String, { nullable: true })
  declare name: string | null;

  @Field(() => String, { nullable: true, description: 'Where they are written to, if they want to be.' })
  declare email: string | null;

  @Field(() => DateTime)
  declare createdAt: Date;
}
