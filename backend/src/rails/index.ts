import { bitcoinRailResolvers } from './bitcoin/index.ts';

/** What rails add to the API. */
export const railResolvers = [...bitcoinRailResolvers] as const;
