import { address as addresses } from 'bitcoinjs-lib';
import type { Config } from '../../platform/config/index.ts';
import { AppError } from '../../platform/errors/index.ts';

/** The human-readable part of segwit addresses (BIP-173) on each network. */
const PREFIXES: Readonly<Record<Config['BITCOIN_NETWORK'], string>> = {
  mainnet: 'bc',
  testnet4: 'tb',
  regtest: 'bcrt',
};

/** The address is not one that a single key of ours to verify can sign for, or belongs to another network. */
export class AddressUnsupportedError extends AppError {
  readonly code = 'ADDRESS_UNSUPPORTED';

  constructor(network: string, options?: { cause?: unknown }) {
    super({ network }, options);
  }
}

/** An address of one key: what it pays to, and the key or key hash inside. */
export interface SignerAddress {
  /** In lower case, the one spelling that is stored and compared. */
  readonly text: string;
  readonly kind: 'p2wpkh' | 'p2tr';
  /** HASH160 of the public key (p2wpkh, BIP-141) or the output key (p2tr, BIP-341). */
  readonly program: Uint8Array;
  readonly script: Uint8Array;
}

/**
 * Reads an address that somebody wants to sign in with.
 * @throws AddressUnsupportedError unless it is native segwit of one key or taproot, on this network.
 */
export function readSignerAddress(text: string, network: Config['BITCOIN_NETWORK']): SignerAddress {
  const { prefix, version, data } = decode(text, network);
  const kind = version === 0 && data.length === 20 ? 'p2wpkh' : version === 1 ? 'p2tr' : undefined;
  if (prefix !== PREFIXES[network] || !kind || (kind === 'p2tr' && data.length !== 32)) {
    throw new AddressUnsupportedError(network);
  }
  // OP_0 or OP_1, then one push of the program.
  const script = Uint8Array.from([version === 0 ? 0x00 : 0x51, data.length, ...data]);
  return { text: text.toLowerCase(), kind, program: data, script };
}

function decode(text: string, network: string): ReturnType<typeof addresses.fromBech32> {
  try {
    return addresses.fromBech32(text);
  } catch (cause) {
    throw new AddressUnsupportedError(network, { cause });
  }
}
