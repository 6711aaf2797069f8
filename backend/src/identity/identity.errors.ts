import { AppError } from '../platform/errors/index.ts';

/** The sign-in request is unknown, used or expired: told alike, so that nobody can probe for open ones. */
export class ChallengeUnusableError extends AppError {
  readonly code = 'CHALLENGE_UNUSABLE';
}

/** The signature is not one of this message by the key of this address. */
export class SignatureInvalidError extends AppError {
  readonly code = 'SIGNATURE_INVALID';
}

/** A person may belong to so many merchants and no more, since they are listed whole. */
export class MerchantLimitError extends AppError {
  readonly code = 'MERCHANT_LIMIT';

  constructor(limit: number) {
    super({ limit });
  }
}

/** The link is unknown, used, revoked or expired: told alike, so that nobody can probe for open ones. */
export class PortalLinkError extends AppError {
  readonly code = 'PORTAL_LINK_UNUSABLE';
}
