import { AppError } from '../../platform/errors/index.ts';

/** The legacy wallet is another person's already. */
export class LegacyWalletLinkedError extends AppError {
  readonly code = 'LEGACY_WALLET_LINKED';

  constructor(legacyUserId: string, personId: string) {
    super({ legacyUserId, personId });
  }
}
