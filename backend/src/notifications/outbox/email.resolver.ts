import { Arg, Args, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import type { GraphQLContext } from '../../identity/index.ts';
import { type Connection, readPage, toConnection } from '../../platform/graphql/index.ts';
import type { NotificationServices } from '../ports.ts';
import { type FailedEmail, listFailedEmails } from './email.repository.ts';
import { EmailConnection, EmailType, FailedEmailsArgs } from './email.type.ts';
import { resendEmail } from './resend-email.ts';

type Context = GraphQLContext<NotificationServices>;

@Resolver(() => EmailType)
export class EmailResolver {
  @Query(() => EmailConnection, {
    description: 'E-mails that were given up, newest first: a merchant’s for its members, all for operators.',
  })
  async failedEmails(
    @Ctx() context: Context,
    @Args(() => FailedEmailsArgs) args: FailedEmailsArgs,
  ): Promise<Connection<FailedEmail>> {
    const scope = args.merchantId
      ? await context.requireMerchant(args.merchantId, 'viewer', 'customers')
      : null;
    if (scope === null) await context.requireOperator();
    const page = readPage(args, 'email');
    const rows = await listFailedEmails(context.services.database.client, page, scope?.merchantId);
    return toConnection(rows, page, (row) => row);
  }

  @Mutation(() => EmailType, {
    description: 'Has an e-mail that was given up sent again; another stays as it is. For admins.',
  })
  async resendEmail(
    @Ctx() context: Context,
    @Arg('merchantId', () => ID) merchantId: string,
    @Arg('emailId', () => ID) emailId: string,
  ): Promise<FailedEmail> {
    const scope = await context.requireMerchant(merchantId, 'admin', 'customers');
    return resendEmail(context.services, scope, emailId);
  }
}
