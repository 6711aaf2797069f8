import { ArgsType, Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { Amount, connectionOf, DateTime, PageArgs } from '../../platform/graphql/index.ts';
import { ExchangeTermsType } from '../pricing/exchange-terms.type.ts';
import type { CreditReason, ExpressBuyStatus } from './express-buy.ts';
import type { FiatEntryStatus } from './fiat-entry.ts';
import type { FiatLine } from './ports.ts';
import type { EntryResolution } from './resolve-entry.ts';

const ExpressBuyStatusEnum = {
  QUOTED: 'quoted',
  OPENING: 'opening',
  AWAITING_PAYMENT: 'awaiting_payment',
  REFUSED: 'refused',
  EXPIRED: 'expired',
  COMPLETED: 'completed',
  CREDITED: 'credited',
  RETURNED: 'returned',
  RETURN_DUE: 'return_due',
} as const satisfies Record<Uppercase<ExpressBuyStatus>, ExpressBuyStatus>;

registerEnumType(ExpressBuyStatusEnum, {
  name: 'ExpressBuyStatus',
  description:
    'QUOTED: offered. OPENING: ordered, the bank has not said yet how to pay. AWAITING_PAYMENT: pay as said. REFUSED: the bank will not take it. EXPIRED: not paid in time. COMPLETED: exchanged as quoted. CREDITED: the money is in your wallet as it came. RETURNED: your bank called it back. RETURN_DUE: it did, but the money was used.',
});

const CreditReasonEnum = {
  LATE: 'late',
  SHORT: 'short',
  OVER: 'over',
  OTHER_CURRENCY: 'other_currency',
  LIQUIDITY_SHORT: 'liquidity_short',
  AGAIN: 'again',
} as const satisfies Record<Uppercase<CreditReason>, CreditReason>;

registerEnumType(CreditReasonEnum, {
  name: 'CreditReason',
  description:
    'Why money was credited instead of exchanged. AGAIN: something had come for the same purchase before.',
});

const FiatEntryKindEnum = { CREDIT: 'credit', RETURN: 'return' } as const satisfies Record<
  Uppercase<FiatLine['kind']>,
  FiatLine['kind']
>;
registerEnumType(FiatEntryKindEnum, { name: 'FiatEntryKind' });

const FiatEntryStatusEnum = {
  PENDING: 'pending',
  UNMATCHED: 'unmatched',
  BOUGHT: 'bought',
  CREDITED: 'credited',
  RETURNED: 'returned',
  RETURN_DUE: 'return_due',
  WRITTEN_OFF: 'written_off',
  DISMISSED: 'dismissed',
  APPLIED: 'applied',
} as const satisfies Record<Uppercase<FiatEntryStatus>, FiatEntryStatus>;

registerEnumType(FiatEntryStatusEnum, {
  name: 'FiatEntryStatus',
  description:
    'UNMATCHED and RETURN_DUE wait for an operator; a return that stays PENDING calls back what never came.',
});

const EntryResolutionEnum = {
  CREDIT: 'credit',
  DISMISS: 'dismiss',
  TAKE_BACK: 'take_back',
  WRITE_OFF: 'write_off',
} as const satisfies Record<Uppercase<EntryResolution>, EntryResolution>;

registerEnumType(EntryResolutionEnum, {
  name: 'FiatEntryResolution',
  description:
    'CREDIT: it belongs to a purchase after all. DISMISS: settled elsewhere. TAKE_BACK: what is due, now that it is there. WRITE_OFF: the treasury gets what is locked of it, and bears the rest.',
});

@ObjectType('PayTo', { description: 'Where to send the money.' })
export class PayToType {
  @Field(() => String)
  declare holder: string;

  @Field(() => String)
  declare iban: string;

  @Field(() => String)
  declare bic: string;
}

@ObjectType('ExpressBuy', { description: 'A purchase with money from a bank.' })
export class ExpressBuyType {
  @Field(() => ID)
  declare id: string;

  @Field(() => ExpressBuyStatusEnum)
  declare status: ExpressBuyStatus;

  @Field(() => ExchangeTermsType)
  declare terms: ExchangeTermsType;

  @Field(() => CreditReasonEnum, { nullable: true })
  declare creditReason: CreditReason | null;

  @Field(() => String, { nullable: true, description: 'Write exactly this on the transfer.' })
  declare reference: string | null;

  @Field(() => PayToType, { nullable: true })
  declare payTo: PayToType | null;

  @Field(() => DateTime)
  declare createdAt: Date;

  @Field(() => DateTime, {
    description: 'The rate holds for money that the bank books before: send it by instant transfer.',
  })
  declare expiresAt: Date;

  @Field(() => DateTime)
  declare updatedAt: Date;
}

export const ExpressBuyConnection = connectionOf(ExpressBuyType, 'ExpressBuy');

@ObjectType('FiatEntry', { description: 'A line of a bank’s statement, and what became of it.' })
export class FiatEntryType {
  @Field(() => ID)
  declare id: string;

  @Field(() => String)
  declare rail: string;

  @Field(() => String, { description: 'The bank’s own id.' })
  declare externalId: string;

  @Field(() => FiatEntryKindEnum)
  declare kind: FiatLine['kind'];

  @Field(() => String, { nullable: true, description: 'For a return, the bank’s id of what it calls back.' })
  declare returnsId: string | null;

  @Field(() => String, { description: 'As the payer wrote it.' })
  declare reference: string;

  @Field(() => String)
  declare currency: string;

  @Field(() => Amount)
  declare amount: bigint;

  @Field(() => DateTime)
  declare bookedAt: Date;

  @Field(() => FiatEntryStatusEnum)
  declare status: FiatEntryStatus;

  @Field(() => ID, { nullable: true })
  declare expressBuyId: string | null;

  @Field(() => ID, { nullable: true, description: 'The operator who decided, as a person.' })
  declare resolvedBy: string | null;

  @Field(() => String, { nullable: true })
  declare note: string | null;
}

export const FiatEntryConnection = connectionOf(FiatEntryType, 'FiatEntry');

@ArgsType()
export class FiatEntriesArgs extends PageArgs {
  @Field(() => [FiatEntryStatusEnum], { nullable: true, description: 'All by default.' })
  declare statuses?: FiatEntryStatus[] | null;
}

@InputType('ResolveFiatEntry')
export class ResolveEntryInput {
  @Field(() => ID)
  declare entryId: string;

  @Field(() => EntryResolutionEnum)
  declare resolution: EntryResolution;

  @Field(() => ID, { nullable: true, description: 'The purchase, for CREDIT.' })
  declare expressBuyId?: string | null;

  @Field(() => String, { description: 'Why, for the record: 1 to 300 characters.' })
  declare note: string;
}
