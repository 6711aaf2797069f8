import { address as codec } from 'bitcoinjs-lib';
import { InvalidInputError } from '../../platform/errors/index.ts';
import { type BitcoinNetwork, NETWORKS } from '../network.ts';
import { scriptType } from './script-type.ts';

/** The last segwit version with a meaning (taproot, BIP 341); nobody can spend from a later one safely yet. */
const LAST_SEGWIT_VERSION = 1;
/** The most characters of a segwit address (BIP 173); base58 ones have 35 at most. */
const LONGEST_ADDRESS = 90;

/**
 * The scriptPubKey that pays an address of this network.
 * @throws InvalidInputError for text that is none: of another network, mistyped, or of a future segwit version
 */
export function addressToScript(address: string, network: BitcoinNetwork): Uint8Array {
  try {
    // Base58 takes time with the square of the length: text of a few hundred kilobytes would hold up everybody.
    if (address.length > LONGEST_ADDRESS) throw new RangeError('too long');
    if (segwitVersion(address) > LAST_SEGWIT_VERSION) throw new RangeError('a future segwit version');
    return codec.toOutputScript(address, NETWORKS[network].params);
  } catch (cause) {
    throw new InvalidInputError('address', `a Bitcoin address on ${network}`, { cause });
  }
}

/** The address that a scriptPubKey pays, in its one canonical spelling; undefined when there is none. */
export function scriptToAddress(script: Uint8Array, network: BitcoinNetwork): string | undefined {
  if (scriptType(script) === 'other') return undefined;
  try {
    return codec.fromOutputScript(script, NETWORKS[network].params);
  } catch {
    // A taproot program that is no point of the curve.
    return undefined;
  }
}

/** Whether outputs of this address can fund a transaction: p2wpkh or p2tr, whose txid a signature leaves alone. */
export function isFundingAddress(address: string, network: BitcoinNetwork): boolean {
  try {
    const type = scriptType(addressToScript(address, network));
    return type === 'p2wpkh' || type === 'p2tr';
  } catch {
    return false;
  }
}

function segwitVersion(address: string): number {
  try {
    return codec.fromBech32(address).version;
  } catch {
    return 0;
  }
}
