import { Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { GraphQLContext, MerchantScope } from '../../identity/index.ts';
import { merchantNow } from '../clock/merchant-now.ts';
import type { BillingServices } from '../ports.ts';
import { readOutstanding, readUncollectible } from './receivables.repository.ts';
import { type ReportPeriod, readPeriod } from './report-period.ts';
import {
  ReceivablesReportType,
  RecurringReportType,
  ReportsArgs,
  ReportsType,
  RevenueReportType,
} from './reports.type.ts';
import { readRevenue } from './revenue.repository.ts';
import { showRecurring } from './show-recurring.ts';
import { totalIn } from './total-in.ts';

type Context = GraphQLContext<BillingServices>;

/** What the fields of `reports` need; nothing is read that is not asked for. */
interface Asked {
  readonly scope: MerchantScope;
  readonly period: ReportPeriod;
  readonly currency: string;
}

@Resolver(() => ReportsType)
export class ReportsResolver {
  @Query(() => ReportsType, { description: 'A merchant’s figures over whole days. For its members.' })
  async reports(@Ctx() context: Context, @Args(() => ReportsArgs) args: ReportsArgs): Promise<Asked> {
    const scope = await context.requireMerchant(args.merchantId, 'viewer', 'reports');
    const { code: currency } = context.services.currencies.get(args.currency);
    return { scope, period: readPeriod(args), currency };
  }

  @FieldResolver(() => RecurringReportType)
  async recurring(@Ctx() { services, reads }: Context, @Root() { scope, period, currency }: Asked) {
    const recurring = await showRecurring(reads, scope, period);
    const { movements } = recurring;
    const inAll = (of: 'mrr' | 'arr') =>
      totalIn(
        services,
        currency,
        movements.map((each) => ({ currency: each.currency, amount: each[of] })),
      );
    return { ...recurring, mrrTotal: await inAll('mrr'), arrTotal: await inAll('arr') };
  }

  @FieldResolver(() => RevenueReportType)
  async revenue(@Ctx() { services, reads }: Context, @Root() { scope, period, currency }: Asked) {
    const rows = await readRevenue(reads, scope, period);
    const byCurrency = Map.groupBy(rows, (row) => row.currency);
    const sums = [...byCurrency].sort(byCode).map(([code, own]) => ({
      currency: code,
      amount: own.reduce((sum, { amount }) => sum + amount, 0n),
    }));
    return { rows, sums, total: await totalIn(services, currency, sums) };
  }

  @FieldResolver(() => ReceivablesReportType)
  async receivables(@Ctx() { services, reads }: Context, @Root() { scope, period, currency }: Asked) {
    const { client } = services.database;
    const now = await merchantNow(client, services.clock, scope.merchantId);
    const outstanding = await readOutstanding(reads, scope, now);
    return {
      outstanding,
      uncollectible: await readUncollectible(reads, scope, period),
      outstandingTotal: await totalIn(services, currency, outstanding),
    };
  }
}

function byCode([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}
