import { formatAmount } from '../../ledger/index.ts';
import { csvLine } from '../../platform/csv/index.ts';
import type { WalletScope } from '../accounts/wallet-scope.ts';
import type { WalletServices } from '../ports.ts';
import type { HistoryFilter, HistoryItem } from './history.ts';
import { listHistory } from './list-history.ts';

const PAGE = 1_000;
const COLUMNS = [
  'time',
  'kind',
  'account',
  'currency',
  'amount',
  'amount_smallest_unit',
  'balance',
  'balance_smallest_unit',
  'subject',
  'posting',
  'description',
];

/**
 * A person's history as CSV, page by page, so that however long it is, a page of it is in memory. The first page is
 * read before anything is given out: what is wrong with the filter is thrown here.
 * @throws CurrencyUnknownError, InvalidInputError
 */
export async function exportHistory(
  services: Pick<WalletServices, 'database' | 'currencies'>,
  scope: WalletScope,
  filter: HistoryFilter,
): Promise<AsyncIterable<string>> {
  let page = await listHistory(services, scope, filter, { first: PAGE });
  async function* lines(): AsyncGenerator<string> {
    yield csvLine(COLUMNS);
    for (;;) {
      if (page.items.length > 0) yield page.items.map(lineOf).join('');
      if (page.next === null) return;
      page = await listHistory(services, scope, filter, { first: PAGE, after: page.next });
    }
  }
  return lines();
}

function lineOf(item: HistoryItem): string {
  const { amount, balance, currency, decimals } = item;
  const whole = (units: bigint) => formatAmount(units, { code: currency, decimals });
  return csvLine([
    item.at.toISOString(),
    item.kind,
    item.account,
    currency,
    whole(amount),
    amount.toString(),
    whole(balance),
    balance.toString(),
    item.subjectId ?? '',
    item.postingId,
    item.description ?? '',
  ]);
}
