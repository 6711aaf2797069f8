import type { Entry } from '../../ledger/index.ts';
import type { PersonAccountKind } from '../accounts/account-names.ts';

/** What to show of a person's history. Times: from, inclusive, to, exclusive. */
export interface HistoryFilter {
  /** Kinds of postings, such as `deposit` or `savings.interest`. */
  readonly kinds?: readonly string[] | null | undefined;
  readonly currency?: string | null | undefined;
  readonly account?: PersonAccountKind | null | undefined;
  readonly from?: Date | null | undefined;
  readonly to?: Date | null | undefined;
}

/** One change of one balance. Amounts are in the currency's smallest unit. */
export interface HistoryItem {
  /** Unique among everything the person ever sees. */
  readonly id: string;
  readonly at: Date;
  /** Kind of the posting that it belongs to. */
  readonly kind: string;
  readonly account: PersonAccountKind;
  readonly currency: string;
  readonly decimals: number;
  /** Below zero is what went. */
  readonly amount: bigint;
  /** After it. */
  readonly balance: bigint;
  readonly postingId: string;
  /** Id of what it is about, where that has one. */
  readonly subjectId: string | null;
  readonly description: string | null;
}

export interface HistoryPage {
  readonly items: readonly HistoryItem[];
  /** Where the next page begins; null is the end. */
  readonly next: string | null;
}

export function toHistoryItem(entry: Entry, account: PersonAccountKind, decimals: number): HistoryItem {
  const { posting } = entry;
  return {
    id: `${entry.accountId}:${entry.number}`,
    at: posting.eventAt,
    kind: posting.kind,
    account,
    currency: entry.currency,
    decimals,
    amount: entry.amount,
    balance: entry.balance,
    postingId: posting.id,
    subjectId: subjectOf(posting.metadata),
    description: posting.description,
  };
}

function subjectOf(metadata: unknown): string | null {
  const subject =
    typeof metadata === 'object' && metadata !== null && 'subject' in metadata ? metadata.subject : null;
  return typeof subject === 'string' ? subject : null;
}
