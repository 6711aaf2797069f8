import type { JobDefinition } from '../platform/jobs/index.ts';
import type { PlatformServices } from '../platform/services.ts';
import { AuditResolver } from './audit/audit.resolver.ts';
import { LimitsResolver } from './limits/limits.resolver.ts';
import { pruneUsesJob } from './limits/prune-uses.job.ts';

export { type AuditFilter, listAudit, listMerchantAudit } from './audit/audit.repository.ts';
export {
  type Actor,
  type AuditEntry,
  merchantActor,
  type NewAuditEntry,
  operatorActor,
  personActor,
  systemActor,
} from './audit/audit.ts';
export { recordAudit } from './audit/record-audit.ts';
export { LimitExceededError } from './compliance.errors.ts';
export { listLimits } from './limits/limits.repository.ts';
export {
  LIMITED_OPERATIONS,
  type LimitedOperation,
  type LimitUse,
  type OperationLimit,
} from './limits/limits.ts';
export { setLimit } from './limits/set-limit.ts';
export { giveBackLimit, useLimit } from './limits/use-limit.ts';

export const complianceResolvers = [AuditResolver, LimitsResolver] as const;

export function complianceJobs(services: PlatformServices): JobDefinition<object>[] {
  return [pruneUsesJob(services)];
}
