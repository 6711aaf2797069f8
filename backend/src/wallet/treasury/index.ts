import { TreasuryResolver } from './treasury.resolver.ts';

export { decideTreasuryMove } from './decide-treasury-move.ts';
export { recordTreasuryMove } from './record-treasury-move.ts';

export const treasuryResolvers = [TreasuryResolver] as const;
