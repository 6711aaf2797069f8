/** Why a request is refused for good. Stable; the text of the answer begins with it. */
export type RefusalCode =
  | 'REQUEST_TOO_LARGE'
  | 'REQUEST_MALFORMED'
  | 'FEATURE_UNSUPPORTED'
  | 'SPELL_MALFORMED'
  | 'SPELL_VERSION_NOT_CURRENT'
  | 'SPELL_NOT_MOCK'
  | 'SPELL_WITHOUT_INPUTS'
  | 'COINS_NOT_MATCHING_OUTS'
  | 'INPUT_REPEATED'
  | 'PREV_TXS_NOT_EXACT'
  | 'OUTPUT_NOT_FOUND'
  | 'TOKEN_AMOUNT_INVALID'
  | 'INPUT_APP_NOT_LISTED'
  | 'BINARIES_NOT_EXACT'
  | 'BINARY_HASH_MISMATCH'
  | 'APP_REFUSED'
  | 'APP_TIMED_OUT'
  | 'CHANGE_ADDRESS_INVALID'
  | 'DESTINATION_INVALID'
  | 'INPUT_TYPE_UNSUPPORTED'
  | 'VALUE_INSUFFICIENT';

/** The spell or the request is wrong: HTTP 400, asking again is of no use. */
export class ProveRefusedError extends Error {
  override readonly name = 'ProveRefusedError';

  constructor(
    readonly code: RefusalCode,
    readonly detail: string,
  ) {
    super(`${code}: ${detail}`);
  }
}

/** The prover failed in a way that may pass: HTTP 500, ask again. */
export class ProverTransientError extends Error {
  override readonly name = 'ProverTransientError';
}

/** The prover cannot be started as it is configured. */
export class ProverStartError extends Error {
  override readonly name = 'ProverStartError';

  constructor(
    readonly code: 'NETWORK_REFUSED' | 'OPTION_INVALID' | 'PORT_TAKEN',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
