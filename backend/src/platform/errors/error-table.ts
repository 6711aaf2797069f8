/** What the world is told for each code. The GraphQL formatter, REST and the job runner all read this table. */
export interface ErrorRow {
  /** HTTP status, also that of a GraphQL answer which has nothing but this error. */
  readonly status: number;
  /** Whether the same request may succeed later without any change. */
  readonly retryable: boolean;
  /** Public text; `{name}` is replaced by the fact of that name. */
  readonly text: string;
}

export const ERROR_TABLE = {
  INVALID_INPUT: { status: 400, retryable: false, text: '{field}: {expected}' },
  UNAUTHENTICATED: { status: 401, retryable: false, text: 'Sign in first.' },
  FORBIDDEN: { status: 403, retryable: false, text: 'You are not allowed to do this.' },
  NOT_FOUND: { status: 404, retryable: false, text: 'There is no {kind} {id}.' },
  RATE_LIMITED: { status: 429, retryable: true, text: 'Too many requests: try again in {seconds} seconds.' },
  QUERY_TOO_COSTLY: { status: 400, retryable: false, text: 'The query is too large: {limit}.' },
  GRAPHQL_PARSE_FAILED: { status: 400, retryable: false, text: '{reason}' },
  GRAPHQL_VALIDATION_FAILED: { status: 400, retryable: false, text: '{reason}' },
  BAD_REQUEST: { status: 400, retryable: false, text: '{reason}' },
  PAYLOAD_TOO_LARGE: { status: 413, retryable: false, text: 'The request may have {bytes} bytes at most.' },
  INTERNAL: {
    status: 500,
    retryable: true,
    text: 'Something went wrong on our side. Reference: {reference}',
  },
  // identity
  CHALLENGE_UNUSABLE: {
    status: 401,
    retryable: false,
    text: 'This sign-in request is unknown, used or expired: ask for a new one.',
  },
  SIGNATURE_INVALID: {
    status: 401,
    retryable: false,
    text: 'The signature does not belong to this address and message.',
  },
  ADDRESS_UNSUPPORTED: {
    status: 400,
    retryable: false,
    text: 'The address must be a native segwit or taproot address on {network}.',
  },
  MERCHANT_LIMIT: {
    status: 409,
    retryable: false,
    text: 'You belong to {limit} merchants, which is the most there can be.',
  },
  // team
  LAST_OWNER: {
    status: 409,
    retryable: false,
    text: 'A merchant needs an owner: make somebody else owner first.',
  },
  ALREADY_MEMBER: { status: 409, retryable: false, text: '{address} is a member already.' },
  TEAM_LIMIT: { status: 409, retryable: false, text: 'A merchant can have {limit} {what} at most.' },
  API_KEY_STATE: { status: 409, retryable: false, text: 'The key is {status}: this is not possible now.' },
  PORTAL_LINK_UNUSABLE: {
    status: 401,
    retryable: false,
    text: 'This link is unknown, used or expired: ask the merchant for a new one.',
  },
  DOCUMENT_LINK_UNUSABLE: {
    status: 401,
    retryable: false,
    text: 'This link is not one of ours, or expired: ask for a new one.',
  },
  // bitcoin
  PRIVATE_KEY_REFUSED: {
    status: 400,
    retryable: false,
    text: 'This holds a private key or a seed phrase, which nobody may see: give the extended public key.',
  },
  NODE_UNAVAILABLE: { status: 503, retryable: true, text: 'The Bitcoin node does not answer: try again.' },
  UTXO_SOURCE_UNAVAILABLE: {
    status: 503,
    retryable: true,
    text: 'The service that lists unspent outputs does not answer: try again.',
  },
  FUNDS_INSUFFICIENT: {
    status: 409,
    retryable: false,
    text: 'The address holds {availableSats} spendable sats; {neededSats} are needed. Outputs that carry charms or are reserved do not count.',
  },
  PSBT_MISMATCH: {
    status: 400,
    retryable: false,
    text: 'The signed transaction is not the one that was handed out: {difference}.',
  },
  PSBT_INCOMPLETE: { status: 400, retryable: false, text: 'Input {input} is not signed, or not validly.' },
  BROADCAST_REJECTED: {
    status: 409,
    retryable: false,
    text: 'The Bitcoin network refuses the transaction: {reason}.',
  },
  // charms
  PROVER_UNAVAILABLE: {
    status: 503,
    retryable: true,
    text: 'The prover does not answer: it will be asked again.',
  },
  PROVER_REFUSED: { status: 422, retryable: false, text: 'The prover refuses the spell: {reason}.' },
  PROVER_ANSWER_WRONG: {
    status: 502,
    retryable: false,
    text: 'The prover returned something other than what was asked: {difference}.',
  },
  SPELL_JOB_STATE: {
    status: 409,
    retryable: false,
    text: 'The transaction is {state}: this is not possible now.',
  },
  PLAN_OUTDATED: {
    status: 409,
    retryable: false,
    text: 'The plan has changed since this transaction was made: nothing was paid, start again.',
  },
  PLAN_BUSY: {
    status: 409,
    retryable: true,
    text: 'Others are buying this plan, one after the other: it goes on by itself when it is your turn.',
  },
  EARLIER_TRANSACTION_OPEN: {
    status: 409,
    retryable: true,
    text: 'An earlier transaction for this may still go through: it goes on by itself when that is known.',
  },
  INPUTS_SPENT: {
    status: 409,
    retryable: false,
    text: 'The outputs that were to fund the transaction have been spent: start again.',
  },
  UNSENT_LIMIT: {
    status: 429,
    retryable: true,
    text: 'You have begun {limit} transactions that are not sent: sign them, or try again in some minutes.',
  },
  APP_BINARY_UNKNOWN: {
    status: 500,
    retryable: false,
    text: 'The contract of this plan ({vk}) is not installed here.',
  },
  // billing
  PLAN_NOT_BUYABLE: { status: 409, retryable: false, text: 'The plan is {status} and cannot be bought.' },
  TEST_CLOCK_UNAVAILABLE: {
    status: 409,
    retryable: false,
    text: 'A clock is set once, for a merchant in test mode, and then moved: {reason}.',
  },
  PLAN_STATE: { status: 409, retryable: false, text: 'The plan is {status}: this is not possible now.' },
  PLAN_LIMITED: { status: 409, retryable: false, text: 'The plan has {left} periods left to sell.' },
  PLAN_OWN: {
    status: 409,
    retryable: false,
    text: 'The plan pays your own address: subscribe with another one.',
  },
  PURCHASE_OPEN: {
    status: 409,
    retryable: false,
    text: 'Another purchase waits for a signature: {transactionId}. Sign or cancel it first.',
  },
  SUBSCRIPTION_EXISTS: {
    status: 409,
    retryable: false,
    text: 'There is already a subscription to this plan: {id}.',
  },
  SUBSCRIPTION_STATE: {
    status: 409,
    retryable: false,
    text: 'The subscription is {status}: this is not possible now.',
  },
  INVOICE_STATE: {
    status: 409,
    retryable: false,
    text: 'The invoice is {status}: this is not possible now.',
  },
  CREDIT_NOTE_TOO_LARGE: {
    status: 409,
    retryable: false,
    text: 'There is {left} left that a credit note can take back, in the smallest unit of the invoice’s currency.',
  },
  REFUND_TOO_LARGE: {
    status: 409,
    retryable: false,
    text: 'There is {left} left to refund, in the smallest unit of the invoice’s currency.',
  },
  REFUND_STATE: {
    status: 409,
    retryable: false,
    text: 'The payment or refund is {status}: this is not possible now.',
  },
  // rates
  RATE_UNAVAILABLE: {
    status: 503,
    retryable: true,
    text: 'There is no current rate of {base} in {quote}: try again.',
  },
  // payment providers
  NOWPAYMENTS_UNAVAILABLE: {
    status: 503,
    retryable: true,
    text: 'The payment provider does not answer: try again.',
  },
  NOWPAYMENTS_REFUSED: { status: 422, retryable: false, text: 'The payment provider refuses: {reason}.' },
  NOWPAYMENTS_ANSWER_WRONG: {
    status: 502,
    retryable: false,
    text: 'The payment provider answered something that cannot be used.',
  },
  NOWPAYMENTS_OUTCOME_UNKNOWN: {
    status: 502,
    retryable: false,
    text: 'The payment provider did not say whether it has done this: it has to be looked up before it is asked again.',
  },
  // ledger
  INSUFFICIENT_FUNDS: {
    status: 409,
    retryable: false,
    text: 'The account has {available} {currency} available, in its smallest unit; {needed} are needed.',
  },
  ACCOUNT_NOT_FOUND: { status: 404, retryable: false, text: 'There is no account {account}.' },
  CURRENCY_MISMATCH: {
    status: 409,
    retryable: false,
    text: 'The account {account} is in {currency}, not in {asked}.',
  },
  CURRENCY_UNKNOWN: { status: 400, retryable: false, text: 'There are no accounts in {currency}.' },
  IDEMPOTENCY_KEY_REUSED: {
    status: 409,
    retryable: false,
    text: 'Something else was asked under the key {key} before.',
  },
  HOLD_NOT_FOUND: { status: 404, retryable: false, text: 'There is no hold {hold}.' },
  HOLD_STATE: {
    status: 409,
    retryable: false,
    text: 'The hold is {status} with {remaining} left: this is not possible now.',
  },
  POSTING_NOT_REVERSIBLE: {
    status: 409,
    retryable: false,
    text: 'This cannot be reversed: {reason}.',
  },
  // deposits and withdrawals
  DEPOSITS_UNAVAILABLE: {
    status: 409,
    retryable: false,
    text: 'No payment provider is set up here: there are no deposits.',
  },
  DEPOSIT_TOO_SMALL: {
    status: 400,
    retryable: false,
    text: 'The least that can be deposited is {minimum} {currency}, in its smallest unit.',
  },
  DEPOSIT_REVIEW_STATE: {
    status: 409,
    retryable: false,
    text: 'The review is {status}: this is not possible now.',
  },
  WITHDRAWALS_UNAVAILABLE: {
    status: 409,
    retryable: false,
    text: 'No payout provider is set up here: there are no withdrawals.',
  },
  WITHDRAWAL_STATE: {
    status: 409,
    retryable: false,
    text: 'The withdrawal is {status}: this is not possible now.',
  },
  WITHDRAWAL_OWN: {
    status: 403,
    retryable: false,
    text: 'Nobody decides on their own withdrawal.',
  },
  CHANGE_UNSUPPORTED: {
    status: 409,
    retryable: false,
    text: 'The subscription cannot be changed to this: {reason}.',
  },
  CHANGE_PENDING: {
    status: 409,
    retryable: false,
    text: 'An earlier change is being paid for: see the invoice {invoiceId}.',
  },
  RAIL_UNAVAILABLE: { status: 409, retryable: false, text: 'This cannot be paid by {rail}.' },
  INVOICE_NOT_PAYABLE: {
    status: 409,
    retryable: false,
    text: 'There is nothing to pay: the invoice is {status}.',
  },
  PAYMENT_TOO_SMALL: {
    status: 409,
    retryable: false,
    text: 'This rail carries {minimum} {currency} or more, in its smallest unit.',
  },
  // webhooks
  WEBHOOK_ENDPOINT_LIMIT: {
    status: 409,
    retryable: false,
    text: 'There are {limit} webhook endpoints, which is the most there can be.',
  },
  WEBHOOK_ENDPOINT_STATE: {
    status: 409,
    retryable: false,
    text: 'The webhook endpoint is {status}: this is not possible now.',
  },
  WEBHOOK_DELIVERY_STATE: {
    status: 409,
    retryable: false,
    text: 'The webhook delivery is {status}: only one that has succeeded or failed is sent again.',
  },
  // compliance
  LIMIT_EXCEEDED: {
    status: 409,
    retryable: false,
    text: 'The limit for {operation} in {currency} is {limit} per {period}, in its smallest unit; {left} are left.',
  },
  // exchanges
  AMOUNT_TOO_SMALL: {
    status: 400,
    retryable: false,
    text: 'So little {from} is worth less than the smallest unit of {to}.',
  },
  SAME_CURRENCY: { status: 400, retryable: false, text: '{currency} is not exchanged for itself.' },
  LIQUIDITY_SHORT: {
    status: 409,
    retryable: true,
    text: 'There is not enough {currency} for this now: try a smaller amount, or later.',
  },
  QUOTE_EXPIRED: { status: 409, retryable: false, text: 'The quote {id} has expired: ask for a new one.' },
  QUOTE_USED: { status: 409, retryable: false, text: 'The quote {id} has been used: ask for a new one.' },
  // treasury
  TREASURY_MOVE_STATE: {
    status: 409,
    retryable: false,
    text: 'The move is {status}: this is not possible now.',
  },
  TREASURY_SECOND_OPERATOR: {
    status: 403,
    retryable: false,
    text: 'Who proposes a withdrawal does not confirm it: another operator has to.',
  },
  // express buy
  EXPRESS_BUY_UNAVAILABLE: {
    status: 409,
    retryable: false,
    text: 'Nothing can be bought with {currency}: there is no bank for it.',
  },
  EXPRESS_BUY_STATE: {
    status: 409,
    retryable: false,
    text: 'The purchase is {status}: this is not possible now.',
  },
  FIAT_ENTRY_STATE: {
    status: 409,
    retryable: false,
    text: 'The bank’s entry is {status}: this is not possible now.',
  },
  BANK_UNAVAILABLE: { status: 503, retryable: true, text: 'The bank does not answer: try again.' },
  BANK_REFUSED: { status: 422, retryable: false, text: 'The bank refuses: {reason}.' },
  BANK_ANSWER_WRONG: {
    status: 502,
    retryable: false,
    text: 'The bank answered something that cannot be used.',
  },
  // p2p trades
  OFFER_STATE: {
    status: 409,
    retryable: false,
    text: 'The offer is {status}: this is not possible now.',
  },
  OFFER_OWN: { status: 409, retryable: false, text: 'This is your own offer.' },
  OFFER_LIMIT: {
    status: 409,
    retryable: false,
    text: 'You have {limit} offers, which is the most there can be: close one first.',
  },
  OFFER_BOUNDS: {
    status: 409,
    retryable: false,
    text: 'The offer takes {min} to {max} {currency} now, in its smallest unit.',
  },
  SELLER_SHORT: {
    status: 409,
    retryable: false,
    text: 'The seller cannot sell this much now: try less, or another offer.',
  },
  PRICE_MOVED: {
    status: 409,
    retryable: false,
    text: 'The price is {price} {currency} now, in its smallest unit: more than you wanted to pay.',
  },
  TRADES_UNPAID: {
    status: 409,
    retryable: false,
    text: 'You have begun {limit} trades that are not paid: pay or cancel one first.',
  },
  TRADE_STATE: {
    status: 409,
    retryable: false,
    text: 'The trade is {status}: this is not possible now.',
  },
  TRADE_WINDOW_OVER: { status: 409, retryable: false, text: 'The time to pay was over at {payBy}.' },
  TRADE_WINDOW_OPEN: { status: 409, retryable: false, text: 'The buyer may pay until {payBy}.' },
  TRADE_MESSAGE_LIMIT: {
    status: 409,
    retryable: false,
    text: 'There are {limit} messages on this trade, which is the most there can be.',
  },
  // portfolio
  ALLOCATIONS_SUM: {
    status: 400,
    retryable: false,
    text: 'The allocations add up to {sum} hundredths of a percent: they must be 10000 together.',
  },
  // referrals
  REFERRAL_REFUSED: {
    status: 409,
    retryable: false,
    text: 'This referral code is not for you: {reason}.',
  },
  // legacy wallets
  LEGACY_WALLET_LINKED: {
    status: 409,
    retryable: false,
    text: 'The legacy wallet {legacyUserId} belongs to {personId} already.',
  },
} as const satisfies Record<string, ErrorRow>;

export type ErrorCode = keyof typeof ERROR_TABLE;

/** The public sentence of a code with its facts filled in. */
export function publicText(code: ErrorCode, facts: Readonly<Record<string, unknown>>): string {
  return ERROR_TABLE[code].text.replace(/\{(\w+)\}/g, (_, name: string) => String(facts[name] ?? '?'));
}
