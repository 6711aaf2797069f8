import type { LoaderDefinition } from '../platform/graphql/index.ts';
import type { Logger } from '../platform/logging/index.ts';
import type { PlatformServices } from '../platform/services.ts';
import type { MerchantScope, OperatorScope, PersonScope, Role } from './scopes.ts';

/**
 * What a resolver is given about the request. A feature names the services it needs:
 * `@Ctx() context: GraphQLContext<BillingServices>`.
 */
export interface GraphQLContext<Services extends PlatformServices = PlatformServices> {
  readonly services: Services;
  readonly person: PersonScope | null;
  /** @throws UnauthenticatedError when nobody is signed in. */
  requirePerson(): PersonScope;
  /**
   * @throws UnauthenticatedError when nobody is signed in, NotFoundError when they are no member of the
   * merchant, ForbiddenError when their role is below `minimum`.
   */
  requireMerchant(merchantId: string, minimum: Role): Promise<MerchantScope>;
  /** @throws UnauthenticatedError when nobody is signed in, ForbiddenError when they are no operator. */
  requireOperator(): Promise<OperatorScope>;
  /** Reads through a loader that lives as long as this request, or one event of a subscription. */
  load<Key, Value>(definition: LoaderDefinition<Services, Key, Value>, key: Key): Promise<Value | undefined>;
  readonly requestId: string;
  readonly logger: Logger;
  readonly ip: string;
}
