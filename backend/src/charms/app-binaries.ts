import { vkOf } from '@charmbills/charms';
import { CONTRACT_VK, contractWasm } from '@charmbills/prover/contract';
import { type Config, ConfigError } from '../platform/config/index.ts';
import { AppBinaryUnknownError } from './charms.errors.ts';

/** The contract code that provers are sent. */
export interface AppBinaries {
  /** Contract of new plans. */
  readonly currentVk: string;
  /** @throws AppBinaryUnknownError */
  binaryOf(vk: string): Uint8Array;
}

/**
 * The contract that ships with the product, and the configured one, which then rules new plans; plans
 * minted under the shipped one go on.
 * @throws ConfigError when the configured binary is not the one of the configured key
 */
export function createAppBinaries(
  config: Pick<Config, 'APP_BINARY_BASE64' | 'HARDCODED_APP_VK'>,
): AppBinaries {
  const { APP_BINARY_BASE64: base64, HARDCODED_APP_VK: vk } = config;
  const binaries = new Map([[CONTRACT_VK, contractWasm()]]);
  if (base64 !== undefined && vk !== undefined) {
    const wasm = new Uint8Array(Buffer.from(base64, 'base64'));
    const actual = vkOf(wasm);
    if (actual !== vk) {
      throw new ConfigError([`HARDCODED_APP_VK: the hash of APP_BINARY_BASE64 is ${actual}`]);
    }
    binaries.set(vk, wasm);
  }
  return {
    currentVk: vk ?? CONTRACT_VK,
    binaryOf(key) {
      const wasm = binaries.get(key);
      if (wasm === undefined) throw new AppBinaryUnknownError(key);
      return wasm;
    },
  };
}
