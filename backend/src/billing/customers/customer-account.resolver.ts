import { Arg, Args, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { GraphQLContext, MerchantScope } from '../../identity/index.ts';
import { NotFoundError } from '../../platform/errors/index.ts';
import { type Connection, readPage, toConnection } from '../../platform/graphql/index.ts';
import { adjustCredit } from '../credit/adjust-credit.ts';
import { CreditBalanceType } from '../credit/credit.type.ts';
import { creditLoader } from '../credit/credit-loader.ts';
import { listCredit } from '../credit/show-credit.ts';
import type { BillingServices } from '../ports.ts';
import { requireId } from '../require-id.ts';
import { type CustomerRow, listCustomers, readCustomers } from './customer.repository.ts';
import {
  AdjustCreditInput,
  CreditHistoryType,
  CustomerAccountType,
  CustomerConnection,
  CustomersArgs,
  MetadataEntryType,
  UpdateCustomerInput,
} from './customer-account.type.ts';
import { setCustomerTerms } from './update-customer.ts';

type Context = GraphQLContext<BillingServices>;

@Resolver(() => CustomerAccountType)
export class CustomerAccountResolver {
  @Query(() => CustomerConnection, { description: 'A merchant’s customers, newest first. For its members.' })
  async customers(
    @Ctx() context: Context,
    @Args(() => CustomersArgs) args: CustomersArgs,
  ): Promise<Connection<CustomerRow>> {
    const scope = await context.requireMerchant(args.merchantId, 'viewer', 'customers');
    const page = readPage(args, 'customer');
    const rows = await listCustomers(context.reads, scope, page, args);
    return toConnection(rows, page, (row) => row);
  }

  @Query(() => CustomerAccountType, { description: 'One customer. For members of the merchant.' })
  async customer(
    @Ctx() context: Context,
    @Arg('merchantId', () => ID) merchantId: string,
    @Arg('id', () => ID) id: string,
  ): Promise<CustomerRow> {
    return this.#show(context, await context.requireMerchant(merchantId, 'viewer', 'customers'), id);
  }

  @Mutation(() => CustomerAccountType, { description: 'Writes what is known of a customer. For admins.' })
  async updateCustomer(
    @Ctx() context: Context,
    @Arg('merchantId', () => ID) merchantId: string,
    @Arg('customerId', () => ID) customerId: string,
    @Arg('input', () => UpdateCustomerInput) { metadata, ...input }: UpdateCustomerInput,
  ): Promise<CustomerRow> {
    const scope = await context.requireMerchant(merchantId, 'admin', 'customers');
    const entries = metadata?.map(({ key, value }) => [key, value] as const);
    const terms = metadata === undefined ? input : { ...input, metadata: Object.fromEntries(entries ?? []) };
    await setCustomerTerms(context.services, scope, customerId, terms);
    return this.#show(context, scope, customerId);
  }

  @Mutation(() => CustomerAccountType, {
    description: 'Gives a customer credit out of the merchant’s revenue, or takes some back. For admins.',
  })
  async adjustCredit(
    @Ctx() context: Context,
    @Arg('input', () => AdjustCreditInput) input: AdjustCreditInput,
    @Arg('idempotencyKey', () => String, { nullable: true }) idempotencyKey?: string | null,
  ): Promise<CustomerRow> {
    const scope = await context.requireMerchant(input.merchantId, 'admin', 'customers');
    await adjustCredit(context.services, scope, input, idempotencyKey);
    return this.#show(context, scope, input.customerId);
  }

  @FieldResolver(() => [MetadataEntryType], { description: 'The merchant’s own notes.' })
  metadata(@Root() { metadata }: CustomerRow): MetadataEntryType[] {
    return Object.entries(metadata).map(([key, value]) => ({ key, value }));
  }

  @FieldResolver(() => [CreditBalanceType])
  async credit(@Root() { id }: CustomerRow, @Ctx() context: Context) {
    return (await context.load(creditLoader, id)) ?? [];
  }

  @FieldResolver(() => CreditHistoryType, { description: 'What became of their credit, newest first.' })
  async creditHistory(
    @Root() { id }: CustomerRow,
    @Ctx() { services }: Context,
    @Arg('first', () => Int, { defaultValue: 20 }) first: number,
    @Arg('after', () => String, { nullable: true }) after?: string | null,
  ): Promise<CreditHistoryType> {
    const { entries, next } = await listCredit(services.database.client, id, { first, after });
    return {
      nodes: entries.map(({ amount, balance, currency, posting: { eventAt: at, kind, description } }) => ({
        at,
        kind,
        currency,
        amount,
        balance,
        description,
      })),
      pageInfo: { hasNextPage: next !== null, endCursor: next },
    };
  }

  async #show({ services }: Context, { merchantId }: MerchantScope, id: string): Promise<CustomerRow> {
    requireId('customer', id);
    const [customer] = await readCustomers(services.database.client, [{ merchantId, id }]);
    if (!customer) throw new NotFoundError('customer', id);
    return customer;
  }
}
