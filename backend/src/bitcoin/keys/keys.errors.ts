import { AppError, InvalidInputError } from '../../platform/errors/index.ts';

/** Somebody sent a private key or a seed phrase. It is not kept and not written anywhere. */
export class PrivateKeyRefusedError extends AppError {
  readonly code = 'PRIVATE_KEY_REFUSED';

  constructor() {
    super({});
  }
}

/** @param expected what a usable key would be; never any of the text that was given */
export function receivingKeyInvalid(expected: string): InvalidInputError {
  return new InvalidInputError('key', expected);
}
