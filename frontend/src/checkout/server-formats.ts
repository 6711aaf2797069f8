import 'server-only';
import { formatMoney } from '../format/money.ts';
import { readCurrencies } from '../settings/read-currencies.ts';
import { SERVER_LOCALE } from '../strings/server-locale.ts';

export type Money = (amount: string | bigint, code: string) => string;

/** Writes amounts in their smallest unit for people, on the server. */
export async function serverMoney(): Promise<Money> {
  const currencies = await readCurrencies();
  return (amount, code) => {
    const currency = currencies.find((each) => each.code === code) ?? { code, decimals: 0 };
    return formatMoney(amount, currency, SERVER_LOCALE);
  };
}
