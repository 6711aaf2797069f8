import { readFileSync } from 'node:fs';
import { type Hex, vkOf } from '@charmbills/charms';

const BUILD = new URL('../contract/build/', import.meta.url);

/** The verification key of plans and subscriptions: SHA-256 of {@link contractWasm}. */
export const CONTRACT_VK: Hex = readFileSync(new URL('subscription.sha256', BUILD), 'utf8').trim();

/**
 * The committed binary of the subscription contract.
 * @throws Error when the file is not the one whose hash is committed
 */
export function contractWasm(): Uint8Array {
  const wasm = new Uint8Array(readFileSync(new URL('subscription.wasm', BUILD)));
  if (vkOf(wasm) !== CONTRACT_VK) throw new Error(`subscription.wasm is not the binary of vk ${CONTRACT_VK}`);
  return wasm;
}
