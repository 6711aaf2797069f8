import { ApiKeyResolver } from './api-keys/api-key.resolver.ts';
import { AuditLogResolver } from './audit-log/audit-log.resolver.ts';
import { MemberResolver } from './members/member.resolver.ts';
import { MerchantSettingsResolver } from './merchants/merchant-settings.resolver.ts';

export const teamResolvers = [
  MerchantSettingsResolver,
  MemberResolver,
  ApiKeyResolver,
  AuditLogResolver,
] as const;
