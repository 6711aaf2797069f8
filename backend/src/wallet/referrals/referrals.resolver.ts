import { Arg, Args, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import type { GraphQLContext } from '../../identity/index.ts';
import { type Connection, PageArgs, readPage, toConnection } from '../../platform/graphql/index.ts';
import type { WalletServices } from '../ports.ts';
import { createReferralCode } from './create-referral-code.ts';
import {
  type EarnedCommission,
  findCode,
  findOwnReferral,
  listCommissions,
  listReferrals,
  type ReferralRow,
  sumCommissions,
} from './referrals.repository.ts';
import { CommissionConnection, ReferralConnection, ReferralProgramType } from './referrals.type.ts';
import { useReferralCode } from './use-referral-code.ts';

type Context = GraphQLContext<WalletServices>;

@Resolver()
export class ReferralsResolver {
  @Query(() => ReferralProgramType, { description: 'Your code, and what it has brought you.' })
  referralProgram(@Ctx() context: Context): Promise<ReferralProgramType> {
    return showProgram(context);
  }

  @Query(() => ReferralConnection, { description: 'Who came here through you, newest first.' })
  async myReferrals(
    @Ctx() context: Context,
    @Args(() => PageArgs) args: PageArgs,
  ): Promise<Connection<ReferralRow>> {
    const page = readPage(args, 'referral');
    const rows = await listReferrals(context.services.database.client, context.requirePerson(), page);
    return toConnection(rows, page, (row) => row);
  }

  @Query(() => CommissionConnection, { description: 'What you were paid for them, newest first.' })
  async myCommissions(
    @Ctx() context: Context,
    @Args(() => PageArgs) args: PageArgs,
  ): Promise<Connection<EarnedCommission>> {
    const page = readPage(args, 'commission');
    const rows = await listCommissions(context.services.database.client, context.requirePerson(), page);
    return toConnection(rows, page, (row) => row);
  }

  @Mutation(() => ReferralProgramType, { description: 'Gives you a code; asked again it is the same.' })
  async createReferralCode(@Ctx() context: Context): Promise<ReferralProgramType> {
    await createReferralCode(context.services, context.requirePerson());
    return showProgram(context);
  }

  @Mutation(() => ReferralProgramType, {
    description:
      'Says through whom you came here, for good: within days of your first sign-in, before your first fee.',
  })
  async useReferralCode(
    @Ctx() context: Context,
    @Arg('code', () => String) code: string,
  ): Promise<ReferralProgramType> {
    await useReferralCode(context.services, context.requirePerson(), code);
    return showProgram(context);
  }
}

async function showProgram(context: Context): Promise<ReferralProgramType> {
  const { database, config } = context.services;
  const person = context.requirePerson();
  const [code, own, totals] = await Promise.all([
    findCode(database.client, person),
    findOwnReferral(database.client, person),
    sumCommissions(database.client, person),
  ]);
  return {
    code: code ?? null,
    commissionBps: config.REFERRAL_COMMISSION_BPS,
    referred: own !== undefined,
    totals,
  };
}
