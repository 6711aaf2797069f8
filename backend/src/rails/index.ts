import { balanceRailResolvers } from './balance/index.ts';
import { bitcoinRailResolvers } from './bitcoin/index.ts';

/** What rails add to the API. */
export const railResolvers = [...bitcoinRailResolvers, ...balanceRailResolvers] as const;
