import {
  Arg,
  Ctx,
  Field,
  ID,
  InputType,
  Int,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  registerEnumType,
} from 'type-graphql';
import type { GraphQLContext } from '../../identity/index.ts';
import { TaxRateInput, TaxRateType } from '../invoices/tax.type.ts';
import type { BillingServices } from '../ports.ts';
import { findPolicy } from './policy.repository.ts';
import type { BillingPolicy, Overpayment } from './policy.ts';
import { setInvoicing } from './set-invoicing.ts';

const OverpaymentEnum = { CREDIT: 'credit', REFUND: 'refund' } as const satisfies Record<
  Uppercase<Overpayment>,
  Overpayment
>;

registerEnumType(OverpaymentEnum, {
  name: 'Overpayment',
  description:
    'What becomes of what is paid too much. CREDIT: the customer can use it. REFUND: it is to go back.',
});

@ObjectType('Invoicing', { description: 'How a merchant invoices.' })
export class InvoicingType {
  @Field(() => Int, { description: 'How long before a period ends its renewal is invoiced.' })
  declare invoiceLeadHours: number;

  @Field(() => Int, { description: 'How long an invoice may be paid before it is due.' })
  declare dueHours: number;

  @Field(() => Int, {
    description: 'How far below the total still counts as paid, in hundredths of a percent.',
  })
  declare toleranceBps: number;

  @Field(() => [TaxRateType])
  declare taxes: TaxRateType[];

  @Field(() => OverpaymentEnum)
  declare overpayment: Overpayment;
}

@InputType({ description: 'What is not named stays.' })
export class SetInvoicingInput {
  @Field(() => Int, { nullable: true })
  declare invoiceLeadHours?: number | null;

  @Field(() => Int, { nullable: true })
  declare dueHours?: number | null;

  @Field(() => Int, { nullable: true })
  declare toleranceBps?: number | null;

  @Field(() => [TaxRateInput], { nullable: true })
  declare taxes?: TaxRateInput[] | null;

  @Field(() => OverpaymentEnum, { nullable: true })
  declare overpayment?: Overpayment | null;
}

type Context = GraphQLContext<BillingServices>;

@Resolver()
export class InvoicingResolver {
  @Query(() => InvoicingType, { description: 'How a merchant invoices. For its members.' })
  async invoicing(
    @Ctx() context: Context,
    @Arg('merchantId', () => ID) merchantId: string,
  ): Promise<BillingPolicy> {
    const scope = await context.requireMerchant(merchantId, 'viewer', 'invoices');
    return findPolicy(context.services.database.client, scope.merchantId);
  }

  @Mutation(() => InvoicingType, { description: 'Changes that, for invoices from now on. For admins.' })
  async setInvoicing(
    @Ctx() context: Context,
    @Arg('merchantId', () => ID) merchantId: string,
    @Arg('input', () => SetInvoicingInput) input: SetInvoicingInput,
  ): Promise<BillingPolicy> {
    const scope = await context.requireMerchant(merchantId, 'admin', 'invoices');
    return setInvoicing(context.services, scope, input);
  }
}
