import type { MerchantScope, OperatorScope, PersonScope } from '../../identity/index.ts';
import type { Prisma } from '../../platform/database/index.ts';

/** Whoever did it; `customer` is one in the portal of a merchant. */
export interface Actor {
  readonly kind: 'person' | 'customer' | 'operator' | 'api_key' | 'system';
  readonly id: string;
}

export interface NewAuditEntry {
  readonly actor: Actor;
  /** `subject.verb` in the past tense, such as `withdrawal.approved`. */
  readonly action: string;
  readonly subjectId: string;
  /** The merchant whose affair it is, if it is one's. */
  readonly merchantId?: string;
  /** What was decided and on what grounds. Never secrets. */
  readonly details?: Prisma.InputJsonObject;
}

export interface AuditEntry extends NewAuditEntry {
  readonly id: string;
  readonly at: Date;
}

export function personActor({ personId }: PersonScope): Actor {
  return { kind: 'person', id: personId };
}

/** Whoever acts for a merchant: a member, or an API key. */
export function merchantActor({ actor }: MerchantScope): Actor {
  return actor;
}

export function operatorActor({ personId }: OperatorScope): Actor {
  return { kind: 'operator', id: personId };
}

/** What the product did by itself; `name` is the job or rule. */
export function systemActor(name: string): Actor {
  return { kind: 'system', id: name };
}
