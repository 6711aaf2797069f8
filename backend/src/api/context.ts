import { type GraphQLContext, requireMerchant, requireOperator, type SignedIn } from '../identity/index.ts';
import { UnauthenticatedError } from '../platform/errors/index.ts';
import { Loaders } from '../platform/graphql/index.ts';
import type { Logger } from '../platform/logging/index.ts';
import type { PlatformServices } from '../platform/services.ts';

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
  const person = signedIn?.person ?? null;
  const requirePerson = () => {
    if (!person) throw new UnauthenticatedError();
    return person;
  };
  return {
    services,
    person,
    requirePerson,
    requireMerchant: async (merchantId, minimum) =>
      requireMerchant(services.database.client, requirePerson(), merchantId, minimum),
    requireOperator: async () => requireOperator(services.database.client, requirePerson()),
    load: (definition, key) => loaders.load(definition, key),
    requestId,
    logger,
    ip,
  };
}
