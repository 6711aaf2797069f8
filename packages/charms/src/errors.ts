/**
 * Why something was refused. Stable: callers may store and compare these, messages may change.
 *
 * - `CBOR_*` the bytes are not the one canonical CBOR encoding of data this package knows
 * - `APP_*`, `OUTPOINT_*`, `HEX_*`, `PLAN_*` a value is not what its type says
 * - `TX_*` the bytes are not a Bitcoin transaction
 * - `SPELL_*` the transaction or spell breaks a rule that needs no cryptography
 * - `PROOF_*` the proof is malformed or does not prove this spell
 */
export type CharmsErrorCode =
  | 'ARGUMENT_INVALID'
  | 'HEX_INVALID'
  | 'OUTPOINT_INVALID'
  | 'APP_INVALID'
  | 'PLAN_STATE_INVALID'
  | 'CBOR_TRUNCATED'
  | 'CBOR_TRAILING_BYTES'
  | 'CBOR_NOT_CANONICAL'
  | 'CBOR_UNSUPPORTED'
  | 'CBOR_UNEXPECTED'
  | 'CBOR_OUT_OF_RANGE'
  | 'CBOR_TOO_LARGE'
  | 'TX_MALFORMED'
  | 'TX_TOO_LARGE'
  | 'SPELL_NOT_FOUND'
  | 'SPELL_SEVERAL_OUTPUTS'
  | 'SPELL_SCRIPT_MALFORMED'
  | 'SPELL_FIELD_UNKNOWN'
  | 'SPELL_FIELD_MISSING'
  | 'SPELL_FIELD_INVALID'
  | 'SPELL_INS_PRESENT'
  | 'SPELL_COINS_PRESENT'
  | 'SPELL_OUTS_EXCEED_OUTPUTS'
  | 'SPELL_APPS_UNSORTED'
  | 'SPELL_APP_INDEX_OUT_OF_RANGE'
  | 'SPELL_VERSION_UNSUPPORTED'
  | 'SPELL_MOCK_REFUSED'
  | 'PROOF_LENGTH'
  | 'PROOF_KEY_MISMATCH'
  | 'PROOF_EXIT_CODE'
  | 'PROOF_VK_ROOT'
  | 'PROOF_INPUT_OUT_OF_RANGE'
  | 'PROOF_COORDINATE_OUT_OF_RANGE'
  | 'PROOF_POINT_NOT_ON_CURVE'
  | 'PROOF_POINT_NOT_IN_SUBGROUP'
  | 'PROOF_MOCK_MISMATCH'
  | 'PROOF_REJECTED';

/** The only error any function of this package throws, whatever it is given. */
export class CharmsError extends Error {
  override readonly name = 'CharmsError';
  readonly code: CharmsErrorCode;

  constructor(code: CharmsErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
