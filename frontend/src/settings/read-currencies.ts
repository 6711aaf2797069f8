import 'server-only';
import type { Currency } from '../format/money.ts';
import { queryApi } from '../graphql/query-api.ts';
import { CurrenciesDocument } from './currencies.generated.ts';

/** They change with the configuration of the API alone, which means a restart. */
const KEPT_MS = 60_000;
let known: { readonly currencies: readonly Currency[]; readonly until: number } | undefined;

/** The currencies of this installation, asked for at most once a minute; the last that were heard of while the API is away. */
export async function readCurrencies(): Promise<readonly Currency[]> {
  if (known !== undefined && known.until > Date.now()) return known.currencies;
  const answer = await queryApi(CurrenciesDocument, {});
  if ('data' in answer) known = { currencies: answer.data.currencies, until: Date.now() + KEPT_MS };
  return known?.currencies ?? [];
}
