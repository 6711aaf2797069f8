import { ArgsType, Field, ID, Int, ObjectType } from 'type-graphql';
import { connectionOf, DateTime, PageArgs } from '../../platform/graphql/index.ts';

@ObjectType('Email', { description: 'An e-mail that was to be sent for a merchant.' })
export class EmailType {
  @Field(() => ID)
  declare id: string;

  @Field(() => ID)
  declare merchantId: string;

  @Field(() => String, { description: 'What it is about, such as invoice.opened.' })
  declare kind: string;

  @Field(() => String)
  declare recipient: string;

  @Field(() => String, { description: 'queued, sent or failed.' })
  declare status: string;

  @Field(() => Int)
  declare attempts: number;

  @Field(() => String, { nullable: true, description: 'What the mail server said last.' })
  declare lastError: string | null;

  @Field(() => DateTime)
  declare createdAt: Date;
}

export const EmailConnection = connectionOf(EmailType, 'Email');

@ArgsType()
export class FailedEmailsArgs extends PageArgs {
  @Field(() => ID, {
    nullable: true,
    description: 'Of this merchant, for its members; without one of the installation, for operators.',
  })
  declare merchantId?: string | null;
}
