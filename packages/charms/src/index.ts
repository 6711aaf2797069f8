export { type App, compareApps, formatApp, identityOf, parseApp, TAG, vkOf } from './app.ts';
export { type ParsedTx, parseTransaction, type TxInput, type TxOutput } from './bitcoin/transaction.ts';
export type { Hex } from './bytes.ts';
export { type Data, decodeData, encodeData } from './cbor/index.ts';
export { CharmsError, type CharmsErrorCode } from './errors.ts';
export { decodeUtxoId, encodeUtxoId, formatOutPoint, type OutPoint, parseOutPoint } from './outpoint.ts';
export { mockProof } from './proof/mock-proof.ts';
export { buildSpell, type SpellInput, type SpellOutput } from './spell/build-spell.ts';
export { charmsByOutput } from './spell/charms-by-output.ts';
export { decodeSpell, encodeSpell } from './spell/codec.ts';
export { type FoundSpell, readSpell } from './spell/read-spell.ts';
export { parseSpellScript, spellScript } from './spell/script.ts';
export {
  CURRENT_SPELL_VERSION,
  type NormalizedSpell,
  type SignedSpell,
  type SpellCoin,
  type SpellTx,
} from './spell/spell.ts';
export {
  decodePlanState,
  encodePlanState,
  type PlanState,
  planApp,
  subscriptionApp,
} from './subscription.ts';
export { type VerifyOptions, type VerifyResult, verifySpell } from './verify-spell.ts';
