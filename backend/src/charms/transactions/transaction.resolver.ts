import { formatOutPoint } from '@charmbills/charms';
import {
  Arg,
  Args,
  Ctx,
  FieldResolver,
  ID,
  Int,
  Mutation,
  Query,
  Resolver,
  Root,
  Subscription,
} from 'type-graphql';
import { confirmationsOf } from '../../bitcoin/index.ts';
import type { GraphQLContext } from '../../identity/index.ts';
import { NotFoundError } from '../../platform/errors/index.ts';
import { type Connection, DateTime, readPage, toConnection } from '../../platform/graphql/index.ts';
import { cancelSpell } from '../cancel-spell.ts';
import { declineCosignature, submitCosignedTransaction } from '../cosign.ts';
import type { CharmsServices } from '../ports.ts';
import { fromStoredRequest, type SubscriptionMint } from '../spell/spell-request.ts';
import { submitSignedTransaction } from '../submit-signed-transaction.ts';
import { type DescribedOutput, describeOutputs } from './describe-outputs.ts';
import { showTransaction } from './show-transaction.ts';
import { findTransactions, listCosignQueue, listTransactions } from './transaction.repository.ts';
import {
  CosignedArgs,
  TransactionConnection,
  TransactionErrorType,
  TransactionOutputType,
  TransactionStepEnum,
  TransactionsArgs,
  TransactionType,
} from './transaction.type.ts';
import { signingLoader } from './transaction-loaders.ts';
import type { TransactionRow } from './transaction-row.ts';
import { type TransactionStep, transactionStep } from './transaction-step.ts';
import { watchTransaction } from './watch-transaction.ts';

type Context = GraphQLContext<CharmsServices>;
const SIGNABLE: readonly TransactionStep[] = ['AWAITING_SIGNATURE', 'AWAITING_COSIGNATURE'];
type Watching = { context: Context; args: { id: string } };

/** After the merchant has been asked for: its transaction. */
async function ownTransaction(context: Context, merchantId: string, id: string): Promise<TransactionRow> {
  const [row] = await findTransactions(context.services.database.client, [id]);
  if (row?.merchantId !== merchantId) throw new NotFoundError('transaction', id);
  return row;
}

@Resolver(() => TransactionType)
export class TransactionResolver {
  @Query(() => TransactionType, { description: 'For its signer and the members of its merchant.' })
  transaction(@Ctx() context: Context, @Arg('id', () => ID) id: string): Promise<TransactionRow> {
    return showTransaction(context.services.database.client, context.requireCaller(), id);
  }

  @Query(() => TransactionConnection, {
    description: 'A merchant’s transactions, newest first. For its members.',
  })
  async transactions(
    @Ctx() context: Context,
    @Args(() => TransactionsArgs) args: TransactionsArgs,
  ): Promise<Connection<TransactionRow>> {
    const page = readPage(args, 'transaction');
    const scope = await context.requireMerchant(args.merchantId, 'viewer');
    const rows = await listTransactions(context.services.database.client, scope, page, args);
    return toConnection(rows, page, (row) => row);
  }

  @Mutation(() => TransactionType, {
    description: 'Takes back the signed PSBT and broadcasts it. The same again answers the same.',
  })
  async submitSignedTransaction(
    @Ctx() context: Context,
    @Arg('transactionId', () => ID) id: string,
    @Arg('psbt', () => String, { description: 'Base64, signed or finalised.' }) psbt: string,
  ): Promise<TransactionRow> {
    const person = context.requirePerson();
    await submitSignedTransaction(context.services, person, id, psbt);
    return showTransaction(context.services.database.client, person, id);
  }

  @Mutation(() => TransactionType, { description: 'Calls a transaction off before it is submitted.' })
  async cancelTransaction(
    @Ctx() context: Context,
    @Arg('transactionId', () => ID) id: string,
  ): Promise<TransactionRow> {
    const person = context.requirePerson();
    await cancelSpell(context.services, person, id);
    return showTransaction(context.services.database.client, person, id);
  }

  @Query(() => [TransactionType], {
    description: 'Sales of limited plans that wait for the merchant’s signature, oldest first, 100 at most.',
  })
  async cosignQueue(
    @Ctx() context: Context,
    @Arg('merchantId', () => ID) merchantId: string,
  ): Promise<TransactionRow[]> {
    const scope = await context.requireMerchant(merchantId, 'viewer', 'subscriptions');
    return listCosignQueue(context.services.database.client, scope);
  }

  @Mutation(() => TransactionType, {
    description: 'Takes the PSBT of a limited sale back from the merchant, signed, and broadcasts it.',
  })
  async submitCosignedTransaction(
    @Ctx() context: Context,
    @Args(() => CosignedArgs) { merchantId, transactionId, psbt }: CosignedArgs,
  ): Promise<TransactionRow> {
    const scope = await context.requireMerchant(merchantId, 'admin', 'subscriptions');
    await submitCosignedTransaction(context.services, scope, transactionId, psbt);
    return ownTransaction(context, scope.merchantId, transactionId);
  }

  @Mutation(() => TransactionType, {
    description: 'Takes a sale out of the merchant’s queue unsigned: its inputs are free again.',
  })
  async declineCosignature(
    @Ctx() context: Context,
    @Arg('merchantId', () => ID) merchantId: string,
    @Arg('transactionId', () => ID) transactionId: string,
  ): Promise<TransactionRow> {
    const scope = await context.requireMerchant(merchantId, 'admin', 'subscriptions');
    await declineCosignature(context.services, scope, transactionId);
    return ownTransaction(context, scope.merchantId, transactionId);
  }

  @Subscription(() => TransactionType, {
    description: 'The transaction now, and after every step.',
    subscribe: ({ context, args: { id } }: Watching) =>
      watchTransaction(context.services, context.requirePerson(), id),
  })
  transactionUpdated(@Root() transaction: TransactionRow, @Arg('id', () => ID) _: string): TransactionRow {
    return transaction;
  }

  @FieldResolver(() => TransactionStepEnum)
  step(@Root() row: TransactionRow): TransactionStep {
    return transactionStep(row, row.jobState);
  }

  @FieldResolver(() => Int)
  confirmations(@Root() row: TransactionRow): number {
    return confirmationsOf(row, row.tipHeight);
  }

  @FieldResolver(() => Int, { description: 'Confirmations after which it is settled.' })
  confirmationsNeeded(@Root() { depth }: TransactionRow, @Ctx() context: Context): number {
    return depth ?? context.services.config.CONFIRMATIONS;
  }

  @FieldResolver(() => TransactionErrorType, { nullable: true })
  error(@Root() { errorCode, errorMessage }: TransactionRow): TransactionErrorType | null {
    return errorCode === null ? null : { code: errorCode, message: errorMessage ?? '' };
  }

  @FieldResolver(() => DateTime, { nullable: true, description: 'Until when it can be signed.' })
  signBefore(@Root() row: TransactionRow): Date | null {
    return SIGNABLE.includes(this.step(row)) ? row.expiresAt : null;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'What to sign, in base64. For the signer alone.',
  })
  async psbt(@Root() row: TransactionRow, @Ctx() context: Context): Promise<string | null> {
    const isSigner = row.personId !== null && row.personId === context.person?.personId;
    if (!isSigner || this.step(row) !== 'AWAITING_SIGNATURE') return null;
    return (await context.load(signingLoader, row.id))?.psbt ?? null;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      'What the merchant is to sign, in base64, the subscriber’s signatures in it. For its members.',
  })
  async cosignPsbt(@Root() row: TransactionRow, @Ctx() context: Context): Promise<string | null> {
    if (this.step(row) !== 'AWAITING_COSIGNATURE') return null;
    const isMember = await context.requireMerchant(row.merchantId, 'viewer', 'subscriptions').then(
      () => true,
      () => false,
    );
    return isMember ? ((await context.load(signingLoader, row.id))?.psbt ?? null) : null;
  }

  @FieldResolver(() => [TransactionOutputType], {
    description: 'What is signed. Empty until it is built, and for transactions made elsewhere.',
  })
  async outputs(@Root() { id }: TransactionRow, @Ctx() context: Context): Promise<DescribedOutput[]> {
    const signing = await context.load(signingLoader, id);
    if (signing === undefined) return [];
    const { BITCOIN_NETWORK } = context.services.config;
    return describeOutputs(signing.unsignedTx, fromStoredRequest(signing.request), BITCOIN_NETWORK);
  }

  @FieldResolver(() => Int, {
    nullable: true,
    description: 'Periods that a subscription mint gives; null for others, and for those made elsewhere.',
  })
  async periods(@Root() { id }: TransactionRow, @Ctx() context: Context): Promise<number | null> {
    return (await subscriptionMint(context, id))?.units ?? null;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      'The output with the plan’s NFT that a subscription mint refers to, or spends where the plan is limited: txid:vout.',
  })
  async planNft(@Root() { id }: TransactionRow, @Ctx() context: Context): Promise<string | null> {
    const mint = await subscriptionMint(context, id);
    return mint === undefined ? null : formatOutPoint(mint.planNft);
  }
}

async function subscriptionMint(context: Context, id: string): Promise<SubscriptionMint | undefined> {
  const signing = await context.load(signingLoader, id);
  const request = signing && fromStoredRequest(signing.request);
  return request?.kind === 'subscription_mint' ? request : undefined;
}
