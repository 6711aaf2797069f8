import type { StaleReads } from '../platform/database/index.ts';
import type { LoaderDefinition } from '../platform/graphql/index.ts';
import type { Logger } from '../platform/logging/index.ts';
import type { PlatformServices } from '../platform/services.ts';
import type { Area } from './api-keys/key-scopes.ts';
import type {
  Caller,
  MerchantScope,
  OperatorScope,
  PersonScope,
  PortalScope,
  Role,
  SubscriberScope,
} from './scopes.ts';

/**
 * What a resolver is given about the request. A feature names the services it needs:
 * `@Ctx() context: GraphQLContext<BillingServices>`.
 */
export interface GraphQLContext<Services extends PlatformServices = PlatformServices> {
  readonly services: Services;
  /** Who asks: a person, an API key, or nobody known. */
  readonly caller: Caller | null;
  /** The caller, if it is a person. */
  readonly person: PersonScope | null;
  /** The customer whom a merchant has let in, if that is who asks; then there is no caller. */
  readonly portal: PortalScope | null;
  /** @throws UnauthenticatedError when nobody is signed in. */
  requireCaller(): Caller;
  /** Whoever asks, a portal session too. @throws UnauthenticatedError when nobody is signed in. */
  requireViewer(): Caller | PortalScope;
  /**
   * Whoever asks for what is theirs as a customer.
   * @throws UnauthenticatedError when nobody is signed in, ForbiddenError for an API key.
   */
  requireSubscriber(): SubscriberScope;
  /** @throws UnauthenticatedError when it is not by a portal session. */
  requirePortal(): PortalScope;
  /**
   * For what only a person may do: sign, move money, decide who else comes in.
   * @throws UnauthenticatedError when nobody is signed in, ForbiddenError for an API key.
   */
  requirePerson(): PersonScope;
  /**
   * The right of a member or an API key. Name the area, and keys that are open to it alone get in as well.
   * @throws UnauthenticatedError when nobody is signed in, NotFoundError when they do not belong to the
   * merchant, ForbiddenError when their role is below `minimum`.
   */
  requireMerchant(merchantId: string, minimum: Role, area?: Area): Promise<MerchantScope>;
  /**
   * The right of a member, and of no API key.
   * @throws UnauthenticatedError, NotFoundError, ForbiddenError like `requireMerchant`
   */
  requireMember(merchantId: string, minimum: Role): Promise<MerchantScope>;
  /** @throws UnauthenticatedError when nobody is signed in, ForbiddenError when they are no operator. */
  requireOperator(): Promise<OperatorScope>;
  /** Reads through a loader that lives as long as this request, or one event of a subscription. */
  load<Key, Value>(definition: LoaderDefinition<Services, Key, Value>, key: Key): Promise<Value | undefined>;
  /** For lists and reports, which may be somewhat behind: not behind what the caller has written. */
  readonly reads: StaleReads;
  readonly requestId: string;
  readonly logger: Logger;
  readonly ip: string;
}
