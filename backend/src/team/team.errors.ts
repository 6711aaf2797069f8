import { AppError } from '../platform/errors/index.ts';

/** Somebody has to own the merchant: the last owner can neither leave nor become less. */
export class LastOwnerError extends AppError {
  readonly code = 'LAST_OWNER';
}

/** Whoever is invited is a member already. */
export class AlreadyMemberError extends AppError {
  readonly code = 'ALREADY_MEMBER';

  constructor(address: string) {
    super({ address });
  }
}

/** A merchant may have so many of something, since they are listed whole. */
export class TeamLimitError extends AppError {
  readonly code = 'TEAM_LIMIT';

  constructor(what: 'members and invitations' | 'API keys', limit: number) {
    super({ what, limit });
  }
}

/** The key no longer opens anything. */
export class ApiKeyStateError extends AppError {
  readonly code = 'API_KEY_STATE';

  constructor(status: 'revoked' | 'expired') {
    super({ status });
  }
}
