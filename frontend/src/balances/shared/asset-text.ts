/** What comes after the currency in a provider's name of an asset, as networks are called. */
const NETWORKS: Readonly<Record<string, string>> = {
  erc20: 'Ethereum',
  matic: 'Polygon',
  trc20: 'Tron',
  bsc: 'BNB Chain',
  sol: 'Solana',
  base: 'Base',
  arb: 'Arbitrum',
  arbitrum: 'Arbitrum',
  op: 'Optimism',
};
/** Where a currency without a network in its name lives. */
const HOMES: Readonly<Record<string, string>> = {
  btc: 'Bitcoin',
  eth: 'Ethereum',
  usdc: 'Ethereum',
  eurc: 'Ethereum',
  pyusd: 'Ethereum',
};

/** A provider's asset in words, `usdttrc20` as `USDT in Tron`; of a network that has no name here, the code itself. */
export function assetText({
  asset,
  currency,
}: {
  readonly asset: string;
  readonly currency: string;
}): string {
  const code = asset.toLowerCase();
  const own = currency.toLowerCase();
  const network = code === own ? HOMES[code] : NETWORKS[code.startsWith(own) ? code.slice(own.length) : ''];
  return network === undefined ? `${currency} (${asset.toUpperCase()})` : `${currency} in ${network}`;
}
