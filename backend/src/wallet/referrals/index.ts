import { ReferralsResolver } from './referrals.resolver.ts';

export const referralResolvers = [ReferralsResolver] as const;
