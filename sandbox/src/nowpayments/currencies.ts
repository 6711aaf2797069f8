import { createHash } from 'node:crypto';

export interface SimulatedCurrency {
  readonly code: string;
  readonly network: string;
  readonly precision: number;
  /** US dollars for one, when the simulator starts. */
  readonly usd: string;
  readonly addressPattern: RegExp;
}

const EVM = /^0x[0-9a-fA-F]{40}$/;
const TRON = /^T[1-9A-HJ-NP-Za-km-z]{33}$/;
const BITCOIN = /^(?:(?:bc|tb|bcrt)1[02-9ac-hj-np-z]{11,87}|[13mn2][1-9A-HJ-NP-Za-km-z]{25,34})$/;

/** A few of the tickers of `GET /v1/currencies`. */
export const CURRENCIES: readonly SimulatedCurrency[] = [
  { code: 'btc', network: 'btc', precision: 8, usd: '60000', addressPattern: BITCOIN },
  { code: 'eth', network: 'eth', precision: 18, usd: '2500', addressPattern: EVM },
  { code: 'usdc', network: 'eth', precision: 6, usd: '1', addressPattern: EVM },
  { code: 'usdcmatic', network: 'matic', precision: 6, usd: '1', addressPattern: EVM },
  { code: 'usdterc20', network: 'eth', precision: 6, usd: '1', addressPattern: EVM },
  { code: 'usdttrc20', network: 'trx', precision: 6, usd: '1', addressPattern: TRON },
  { code: 'trx', network: 'trx', precision: 6, usd: '0.1', addressPattern: TRON },
];

/** Prices of fiat currencies in US dollars. */
export const FIAT: ReadonlyMap<string, string> = new Map([
  ['usd', '1'],
  ['eur', '1.1'],
]);

export function currencyOf(code: string): SimulatedCurrency | undefined {
  return CURRENCIES.find((currency) => currency.code === code.toLowerCase());
}

const BECH32_LETTERS = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const BASE58_LETTERS = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

/** An address with the looks of its network. Nobody has its key, and its checksum is not right. */
export function depositAddress(currency: SimulatedCurrency, id: string): string {
  const bytes = createHash('sha512').update(`${currency.code} ${id}`).digest();
  const letters = (alphabet: string, length: number) =>
    [...bytes.subarray(0, length)].map((byte) => alphabet[byte % alphabet.length]).join('');
  if (currency.network === 'btc') return `bcrt1q${letters(BECH32_LETTERS, 38)}`;
  if (currency.network === 'trx') return `T${letters(BASE58_LETTERS, 33)}`;
  return `0x${bytes.toString('hex').slice(0, 40)}`;
}
