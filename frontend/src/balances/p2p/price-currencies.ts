/** National currencies that people pay each other in, most used first; an offer may be in any other as well. */
export const PRICE_CURRENCIES: readonly string[] = ['EUR', 'USD', 'GBP', 'CHF', 'CAD', 'AUD', 'JPY'];
