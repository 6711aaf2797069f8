import { AppError } from '../../platform/errors/index.ts';

export type ReferralRefusal =
  | 'it is your own'
  | 'whoever gave it to you came here through you'
  | 'you came here through somebody else'
  | 'you have been here for too long'
  | 'you have paid a fee already';

/** The code is one, but not for this person. */
export class ReferralRefusedError extends AppError {
  readonly code = 'REFERRAL_REFUSED';

  constructor(readonly reason: ReferralRefusal) {
    super({ reason });
  }
}
