import { LegacyResolver } from './legacy.resolver.ts';

export const legacyResolvers = [LegacyResolver] as const;
