import { ArgsType, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import type {
  ChainTransactionFailure,
  ChainTransactionKind,
  ChainTransactionStatus,
} from '../../bitcoin/index.ts';
import { Amount, connectionOf, DateTime, PageArgs } from '../../platform/graphql/index.ts';
import type { OutputRole } from '../spell/compose-spell.ts';
import { TRANSACTION_STEPS } from './transaction-step.ts';

const TransactionKindEnum = {
  PLAN_MINT: 'plan_mint',
  SUBSCRIPTION_MINT: 'subscription_mint',
  PAYMENT: 'payment',
} as const satisfies Record<Uppercase<ChainTransactionKind>, ChainTransactionKind>;

registerEnumType(TransactionKindEnum, {
  name: 'TransactionKind',
  description:
    'PLAN_MINT: puts a plan on the chain. SUBSCRIPTION_MINT: pays for periods and receives them. PAYMENT: pays an invoice.',
});

const TransactionStatusEnum = {
  PENDING: 'pending',
  CONFIRMED: 'confirmed',
  FAILED: 'failed',
} as const satisfies Record<Uppercase<ChainTransactionStatus>, ChainTransactionStatus>;

registerEnumType(TransactionStatusEnum, {
  name: 'TransactionStatus',
  description: 'What the chain says: in a block, given up, or neither yet.',
});

const TransactionFailureEnum = {
  REPLACED: 'replaced',
  DOUBLE_SPENT: 'double_spent',
  DROPPED: 'dropped',
  REORGED: 'reorged',
  REJECTED: 'rejected',
  EXPIRED: 'expired',
  UNBUILDABLE: 'unbuildable',
} as const satisfies Record<Uppercase<ChainTransactionFailure>, ChainTransactionFailure>;

registerEnumType(TransactionFailureEnum, {
  name: 'TransactionFailure',
  description:
    'REPLACED, DOUBLE_SPENT: its inputs were spent otherwise. DROPPED: nobody has it any more. REORGED: the same, after it had been in a block. REJECTED: the node refused it. EXPIRED: not signed in time, or called off. UNBUILDABLE: no transaction came of it.',
});

export const TransactionStepEnum = Object.fromEntries(TRANSACTION_STEPS.map((step) => [step, step]));

registerEnumType(TransactionStepEnum, {
  name: 'TransactionStep',
  description: 'Where a transaction stands, from the wish for it to its last confirmation.',
});

const OutputRoleEnum = {
  PAYMENT: 'PAYMENT',
  TOKEN: 'TOKEN',
  PLAN: 'PLAN',
  PROVER_FEE: 'PROVER_FEE',
  SPELL: 'SPELL',
  CHANGE: 'CHANGE',
} as const satisfies Record<OutputRole, OutputRole>;

registerEnumType(OutputRoleEnum, {
  name: 'TransactionOutputRole',
  description:
    'PAYMENT: to the merchant. TOKEN, PLAN: carries the charm, to the signer. PROVER_FEE: to the prover. SPELL: data, pays nobody. CHANGE: back to the signer.',
});

@ObjectType('TransactionOutput', { description: 'What a transaction pays, and what for.' })
export class TransactionOutputType {
  @Field(() => Amount)
  declare amountSats: bigint;

  @Field(() => String, { nullable: true })
  declare address: string | null;

  @Field(() => OutputRoleEnum)
  declare role: OutputRole;
}

@ObjectType('TransactionError', { description: 'What keeps a transaction from getting on, or ended it.' })
export class TransactionErrorType {
  @Field(() => String)
  declare code: string;

  @Field(() => String)
  declare message: string;
}

@ObjectType('Transaction', { description: 'A Bitcoin transaction with a spell, from the wish for it on.' })
export class TransactionType {
  @Field(() => ID)
  declare id: string;

  @Field(() => TransactionKindEnum)
  declare kind: ChainTransactionKind;

  @Field(() => TransactionStatusEnum)
  declare status: ChainTransactionStatus;

  @Field(() => ID)
  declare merchantId: string;

  @Field(() => ID, { nullable: true })
  declare planId: string | null;

  @Field(() => ID, { nullable: true })
  declare subscriptionId: string | null;

  @Field(() => String, { nullable: true, description: 'Known before it is signed.' })
  declare txid: string | null;

  @Field(() => Amount, {
    description: 'What it pays for what it is about: the price of a subscription mint.',
  })
  declare amountSats: bigint;

  @Field(() => Amount, { nullable: true, description: 'To the miners.' })
  declare feeSats: bigint | null;

  @Field(() => Amount, { nullable: true, description: 'To the prover.' })
  declare proverFeeSats: bigint | null;

  @Field(() => Int, { nullable: true })
  declare blockHeight: number | null;

  @Field(() => DateTime, { nullable: true, description: 'Time of the block that holds it.' })
  declare blockTime: Date | null;

  @Field(() => DateTime, { nullable: true })
  declare broadcastAt: Date | null;

  @Field(() => DateTime, { nullable: true })
  declare settledAt: Date | null;

  @Field(() => TransactionFailureEnum, { nullable: true })
  declare failure: ChainTransactionFailure | null;

  @Field(() => DateTime)
  declare createdAt: Date;

  @Field(() => DateTime)
  declare updatedAt: Date;
}

export const TransactionConnection = connectionOf(TransactionType, 'Transaction');

@ArgsType()
export class TransactionsArgs extends PageArgs {
  @Field(() => ID)
  declare merchantId: string;

  @Field(() => TransactionStatusEnum, { nullable: true })
  declare status?: ChainTransactionStatus | null;

  @Field(() => TransactionKindEnum, { nullable: true })
  declare kind?: ChainTransactionKind | null;

  @Field(() => ID, { nullable: true })
  declare planId?: string | null;

  @Field(() => ID, { nullable: true })
  declare subscriptionId?: string | null;
}

@ArgsType()
export class CosignedArgs {
  @Field(() => ID)
  declare merchantId: string;

  @Field(() => ID)
  declare transactionId: string;

  @Field(() => String, { description: 'Base64, signed or finalised.' })
  declare psbt: string;
}
