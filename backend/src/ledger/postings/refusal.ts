import { databaseErrorOf } from '../../platform/database/index.ts';
import { InvalidInputError } from '../../platform/errors/index.ts';
import {
  AccountNotFoundError,
  CurrencyMismatchError,
  HoldNotFoundError,
  HoldStateError,
  IdempotencyKeyReusedError,
  InsufficientFundsError,
  PostingNotReversibleError,
} from '../ledger.errors.ts';

/** SQLSTATE of the ledger's own refusals, whose message is a code and the facts as JSON. */
const REFUSAL = 'LG001';
const UNIQUE_VIOLATION = '23505';
/** A balance would have more digits than NUMERIC(38,0) holds. */
const OUT_OF_RANGE = '22003';

type Facts = Readonly<Record<string, string>>;

const ERRORS: Readonly<Record<string, (facts: Facts) => Error>> = {
  INSUFFICIENT_FUNDS: ({ account = '', currency = '', available = '0', needed = '0' }) =>
    new InsufficientFundsError(account, currency, { available: BigInt(available), needed: BigInt(needed) }),
  ACCOUNT_NOT_FOUND: ({ account = '' }) => new AccountNotFoundError(account),
  CURRENCY_MISMATCH: ({ account = '', currency = '', asked = '' }) =>
    new CurrencyMismatchError(account, currency, asked),
  IDEMPOTENCY_KEY_REUSED: ({ key = '' }) => new IdempotencyKeyReusedError(key),
  HOLD_NOT_FOUND: ({ hold = '' }) => new HoldNotFoundError(hold),
  HOLD_STATE: ({ hold = '', status = '', remaining = '0' }) =>
    new HoldStateError(hold, status, BigInt(remaining)),
  POSTING_NOT_REVERSIBLE: ({ reason }) =>
    new PostingNotReversibleError(reason === 'reversed' ? 'reversed' : 'not_mirrored'),
};

/** The error a caller is meant to see for a refusal of the database's; any other error as it is. */
export function toLedgerError(error: unknown): unknown {
  const said = databaseErrorOf(error);
  if (said?.code === REFUSAL) {
    const [, code = '', facts = '{}'] = /^([A-Z_]+) (\{.*\})$/s.exec(said.message) ?? [];
    return ERRORS[code]?.(JSON.parse(facts) as Facts) ?? error;
  }
  if (said?.code === OUT_OF_RANGE)
    return new InvalidInputError('amount', 'no more than balances of 38 digits hold');
  if (said?.code !== UNIQUE_VIOLATION) return error;
  // Two requests at once that touch no account in common do not see each other: the unique index tells them apart.
  if (said.constraint === 'ledger_journal_key') return new IdempotencyKeyReusedError('');
  if (said.constraint === 'ledger_journal_reverses') return new PostingNotReversibleError('reversed');
  return error;
}
