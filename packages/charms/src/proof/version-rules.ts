import { sha256 } from '@noble/hashes/sha2.js';
import { hexToBytes } from '../bytes.ts';
import { decodeInput, decodeVerifyingKey, type VerifyingKey, weightedSum } from './groth16.ts';
import type { G1Point } from './points.ts';
import { spellVkOf } from './public-values.ts';
import {
  GROTH16_VK_9_11,
  GROTH16_VK_12_13,
  GROTH16_VK_14_15,
  VK_ROOT_12_13,
  VK_ROOT_14_15,
} from './published-keys.ts';

/** What it takes to check the proofs of one spell version. */
export interface VersionRules {
  readonly key: VerifyingKey;
  /** First four bytes of SHA-256 of the key; every proof starts with them. */
  readonly keyPrefix: Uint8Array;
  /** From version 12 on, proofs carry an exit code, this root and a nonce. */
  readonly vkRoot: Uint8Array | undefined;
  /** The input sum over all that is the same for every proof of the version. */
  readonly constantSum: G1Point;
  /** The input points of the hash and, from version 12 on, the nonce. */
  readonly variablePoints: readonly G1Point[];
}

interface KeyGroup {
  readonly key: VerifyingKey;
  readonly keyPrefix: Uint8Array;
  readonly vkRoot: Uint8Array | undefined;
}

/** Places among the input points, after the constant term at 0: spell key, hash, exit code, root, nonce. */
const HASH_AND_NONCE = [2, 5];
/** Table size for points multiplied in every verification: 25 ms once, 1.5 ms saved each time. */
const WINDOW_BITS = 4;

const keyGroups = {
  '9-11': once(() => keyGroup(GROTH16_VK_9_11)),
  '12-13': once(() => keyGroup(GROTH16_VK_12_13, VK_ROOT_12_13)),
  '14-15': once(() => keyGroup(GROTH16_VK_14_15, VK_ROOT_14_15)),
};
const prepared = new Map<number, VersionRules>();

/**
 * The rules of a version, prepared when first asked for and then kept.
 * @throws CharmsError `SPELL_VERSION_UNSUPPORTED`
 */
export function versionRules(version: number): VersionRules {
  const rules = prepared.get(version) ?? prepare(version);
  prepared.set(version, rules);
  return rules;
}

function prepare(version: number): VersionRules {
  const spellVk = decodeInput(hexToBytes(spellVkOf(version)));
  const group = keyGroups[version <= 11 ? '9-11' : version <= 13 ? '12-13' : '14-15']();
  return { ...group, ...splitInputs(group.key, spellVk, group.vkRoot) };
}

/** Sums the constant inputs once; the exit code is always zero and adds nothing. */
export function splitInputs(
  key: VerifyingKey,
  spellVk: bigint,
  vkRoot: Uint8Array | undefined,
): Pick<VersionRules, 'constantSum' | 'variablePoints'> {
  const root = vkRoot === undefined ? 0n : decodeInput(vkRoot);
  return {
    constantSum: weightedSum(key.inputPoints, [1n, spellVk, 0n, 0n, root, 0n]),
    variablePoints: HASH_AND_NONCE.flatMap((place) => key.inputPoints[place]?.precompute(WINDOW_BITS) ?? []),
  };
}

function keyGroup(vk: string, vkRoot?: string): KeyGroup {
  const bytes = hexToBytes(vk);
  return {
    key: decodeVerifyingKey(bytes),
    keyPrefix: sha256(bytes).subarray(0, 4),
    vkRoot: vkRoot === undefined ? undefined : hexToBytes(vkRoot),
  };
}

function once<T>(make: () => T): () => T {
  let value: T | undefined;
  return () => {
    value ??= make();
    return value;
  };
}
