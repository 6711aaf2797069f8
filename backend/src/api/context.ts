import {
  type GraphQLContext,
  requireMember,
  requireMerchant,
  requireOperator,
  requirePersonOf,
  type SignedIn,
} from '../identity/index.ts';
import { UnauthenticatedError } from '../platform/errors/index.ts';
import { Loaders } from '../platform/graphql/index.ts';
import type { Logger } from '../platform/logging/index.ts';
import type { PlatformServices } from '../platform/services.ts';
import { callerKey } from './http/request-counter.ts';

export interface RequestFacts {
  readonly signedIn: SignedIn | undefined;
  readonly requestId: string;
  readonly logger: Logger;
  readonly ip: string;
}

/** The context of one request, or of one event of a live operation: what it reads is not kept for the next. */
export function createContext<Services extends PlatformServices>(
  services: Services,
  { signedIn, requestId, logger, ip }: RequestFacts,
): GraphQLContext<Services> {
  const loaders = new Loaders(services);
  const viewer = signedIn?.caller ?? null;
  const portal = viewer?.kind === 'portal' ? viewer : null;
  const caller = viewer?.kind === 'portal' ? null : viewer;
  const tx = services.database.client;
  const requireCaller = () => {
    if (!caller) throw new UnauthenticatedError();
    return caller;
  };
  const requirePortal = () => {
    if (!portal) throw new UnauthenticatedError();
    return portal;
  };
  const requirePerson = () => requirePersonOf(requireCaller());
  return {
    services,
    caller,
    person: caller?.kind === 'person' ? caller : null,
    portal,
    requireCaller,
    requireViewer: () => portal ?? requireCaller(),
    requireSubscriber: () => portal ?? requirePerson(),
    requirePortal,
    requirePerson,
    requireMerchant: async (merchantId, minimum, area) =>
      requireMerchant(tx, requireCaller(), merchantId, minimum, area),
    requireMember: async (merchantId, minimum) => requireMember(tx, requirePerson(), merchantId, minimum),
    requireOperator: async () => requireOperator(tx, requirePerson()),
    load: (definition, key) => loaders.load(definition, key),
    // Asked for each read: what the request itself writes comes before some of them.
    get reads() {
      return services.staleReads.readsFor(viewer ? callerKey(viewer) : undefined);
    },
    requestId,
    logger,
    ip,
  };
}
