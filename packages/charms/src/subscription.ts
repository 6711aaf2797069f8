import { type App, assertApp, TAG } from './app.ts';
import type { Hex } from './bytes.ts';
import type { Data } from './cbor/index.ts';
import { CharmsError } from './errors.ts';

/** The state of a plan's NFT. */
export interface PlanState {
  readonly name: string;
  /** Price of one period. */
  readonly priceSats: bigint;
  readonly periodSeconds: bigint;
  /** scriptPubKey the price is paid to. */
  readonly merchantScript: Uint8Array;
  /** Periods that may still be sold; null when there is no end. */
  readonly limit: bigint | null;
}

const KEYS = ['name', 'price', 'period', 'merchant', 'limit'] as const;
const UINT64_MAX = 2n ** 64n - 1n;

/** The NFT app of a plan. */
export function planApp(identity: Hex, vk: Hex): App {
  return app(TAG.nft, identity, vk);
}

/** The token app whose unit is one paid period of the plan with the same identity and vk. */
export function subscriptionApp(identity: Hex, vk: Hex): App {
  return app(TAG.token, identity, vk);
}

/** @throws CharmsError `PLAN_STATE_INVALID` */
export function encodePlanState(state: PlanState): Data {
  assertPlanState(state);
  return new Map<string, Data>([
    ['name', state.name],
    ['price', state.priceSats],
    ['period', state.periodSeconds],
    ['merchant', state.merchantScript],
    ['limit', state.limit],
  ]);
}

/** @throws CharmsError `PLAN_STATE_INVALID` unless the data is exactly what {@link encodePlanState} gives */
export function decodePlanState(data: Data): PlanState {
  if (!(data instanceof Map) || ![...data.keys()].every((key, index) => key === KEYS[index])) {
    throw invalid(`expected a map of ${KEYS.join(', ')}`);
  }
  const state = {
    name: data.get('name'),
    priceSats: data.get('price'),
    periodSeconds: data.get('period'),
    merchantScript: data.get('merchant'),
    limit: data.get('limit'),
  };
  assertPlanState(state);
  return state;
}

type Unchecked = { readonly [K in keyof PlanState]: Data | undefined };

function assertPlanState(state: Unchecked): asserts state is PlanState {
  if (typeof state.name !== 'string') throw invalid('name is text');
  if (!isUint64(state.priceSats)) throw invalid('price is an unsigned 64-bit integer');
  if (!isUint64(state.periodSeconds)) throw invalid('period is an unsigned 64-bit integer');
  if (!(state.merchantScript instanceof Uint8Array)) throw invalid('merchant is a byte string');
  if (state.limit !== null && !isUint64(state.limit))
    throw invalid('limit is an unsigned 64-bit integer or null');
}

function isUint64(value: Data | undefined): value is bigint {
  return typeof value === 'bigint' && value >= 0n && value <= UINT64_MAX;
}

function app(tag: string, identity: Hex, vk: Hex): App {
  const value = { tag, identity, vk };
  assertApp(value);
  return value;
}

function invalid(message: string): CharmsError {
  return new CharmsError('PLAN_STATE_INVALID', `plan state: ${message}`);
}
