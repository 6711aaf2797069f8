import { InvalidInputError } from '../../platform/errors/index.ts';
import type { WalletServices } from '../ports.ts';
import type { DepositProvider, ProviderAsset } from '../providers/deposit-provider.ts';
import { DepositsUnavailableError } from './deposits.errors.ts';

/** What the use cases of deposits work with. */
export type DepositServices = Pick<
  WalletServices,
  'database' | 'clock' | 'config' | 'currencies' | 'logger' | 'depositProvider'
>;

/** @throws DepositsUnavailableError */
export function requireDepositProvider({
  depositProvider,
}: Pick<DepositServices, 'depositProvider'>): DepositProvider {
  if (depositProvider === undefined) throw new DepositsUnavailableError();
  return depositProvider;
}

/** @throws InvalidInputError for something that the provider does not take */
export function requireAsset(assets: readonly ProviderAsset[], asset: string): ProviderAsset {
  const found = assets.find((each) => each.asset === asset);
  if (found === undefined) {
    throw new InvalidInputError('asset', `one of ${assets.map((each) => each.asset).join(', ')}`);
  }
  return found;
}
