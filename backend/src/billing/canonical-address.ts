import { addressToScript, type BitcoinNetwork, scriptToAddress } from '../bitcoin/index.ts';
import { InvalidInputError } from '../platform/errors/index.ts';

/**
 * The one spelling under which an address is stored (bech32 may be written in capitals).
 * @throws InvalidInputError naming `field` for text that is no address of this network
 */
export function canonicalAddress(address: string, network: BitcoinNetwork, field: string): string {
  const expected = `a Bitcoin address on ${network}`;
  try {
    const canonical = scriptToAddress(addressToScript(address, network), network);
    if (canonical !== undefined) return canonical;
  } catch (cause) {
    throw new InvalidInputError(field, expected, { cause });
  }
  throw new InvalidInputError(field, expected);
}
