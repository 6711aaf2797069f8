import { createHmac } from 'node:crypto';
import bs58check from 'bs58check';
import { type BitcoinNetwork, ecc } from '../network.ts';
import { PrivateKeyRefusedError, receivingKeyInvalid } from './keys.errors.ts';
import type { ReceivingScript } from './receiving-script.ts';

/** A public key from which others follow (BIP 32). */
export interface ExtendedKey {
  readonly depth: number;
  readonly parentFingerprint: Uint8Array;
  readonly childNumber: number;
  readonly chainCode: Uint8Array;
  /** Compressed, 33 bytes. */
  readonly publicKey: Uint8Array;
}

interface Version {
  /** What single-signature outputs the key is for, as SLIP-132 says it; undefined where it does not say. */
  readonly script: ReceivingScript | undefined;
  readonly mainnet: boolean;
}

/** Version bytes of public keys: BIP 32 and SLIP-132. */
const PUBLIC_VERSIONS: Readonly<Record<string, Version>> = {
  '0488b21e': { script: undefined, mainnet: true },
  '049d7cb2': { script: 'p2sh-p2wpkh', mainnet: true },
  '04b24746': { script: 'p2wpkh', mainnet: true },
  '043587cf': { script: undefined, mainnet: false },
  '044a5262': { script: 'p2sh-p2wpkh', mainnet: false },
  '045f1cf6': { script: 'p2wpkh', mainnet: false },
};

/** SLIP-132: keys of wallets that several people sign for. */
const MULTISIG_VERSIONS = ['0295b43f', '02aa7ed3', '024289ef', '02575483'];

/** What secret keys look like: extended ones, one key in the import format, a seed phrase. */
const PRIVATE =
  /[a-zA-Z]prv[1-9A-HJ-NP-Za-km-z]{20}|^[5KL9c][1-9A-HJ-NP-Za-km-z]{50,51}$|^(?:[a-z]+\s+){11,}[a-z]+$/;

const LENGTH = 78;
const HARDENED = 0x80000000;

/** @throws PrivateKeyRefusedError for text that holds a secret, wherever in it */
export function refusePrivateKeys(text: string): void {
  if (PRIVATE.test(text.trim())) throw new PrivateKeyRefusedError();
}

/**
 * Reads a public extended key of this network.
 * @throws PrivateKeyRefusedError, InvalidInputError saying what is wrong with it
 */
export function readExtendedKey(
  text: string,
  network: BitcoinNetwork,
): { readonly key: ExtendedKey; readonly script: ReceivingScript | undefined } {
  refusePrivateKeys(text);
  const bytes = decode(text);
  const version = Buffer.from(bytes.subarray(0, 4)).toString('hex');
  if (bytes[45] === 0) throw new PrivateKeyRefusedError();
  if (MULTISIG_VERSIONS.includes(version)) throw receivingKeyInvalid('a key of one signer, not of several');
  const known = PUBLIC_VERSIONS[version];
  if (!known) throw receivingKeyInvalid('an extended public key (xpub, ypub, zpub, tpub, upub or vpub)');
  if (known.mainnet !== (network === 'mainnet')) throw receivingKeyInvalid(`a key for ${network}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const publicKey = bytes.slice(45);
  if (!ecc.isPoint(publicKey)) throw receivingKeyInvalid('an extended public key with a point of the curve');
  return {
    script: known.script,
    key: {
      depth: view.getUint8(4),
      parentFingerprint: bytes.slice(5, 9),
      childNumber: view.getUint32(9),
      chainCode: bytes.slice(13, 45),
      publicKey,
    },
  };
}

function decode(text: string): Uint8Array {
  const bytes = text.length <= 112 ? bs58check.decodeUnsafe(text) : undefined;
  if (bytes?.length !== LENGTH) {
    throw receivingKeyInvalid('an extended public key or an output descriptor, without a typing error');
  }
  return bytes;
}

/** The key as xpub or tpub, whatever it was written as. */
export function writeExtendedKey(key: ExtendedKey, network: BitcoinNetwork): string {
  const bytes = new Uint8Array(LENGTH);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, network === 'mainnet' ? 0x0488b21e : 0x043587cf);
  view.setUint8(4, key.depth);
  bytes.set(key.parentFingerprint, 5);
  view.setUint32(9, key.childNumber);
  bytes.set(key.chainCode, 13);
  bytes.set(key.publicKey, 45);
  return bs58check.encode(bytes);
}

/**
 * The child of that number, by public derivation (BIP 32, CKDpub).
 * @throws RangeError for a hardened number, which needs the private key, and for the one in 2^127 that has no child
 */
export function deriveChild({ chainCode, publicKey, depth }: ExtendedKey, index: number): ExtendedKey {
  if (!Number.isInteger(index) || index < 0 || index >= HARDENED) throw new RangeError('no such child');
  const data = Buffer.alloc(37);
  data.set(publicKey);
  data.writeUInt32BE(index, 33);
  const digest = createHmac('sha512', chainCode).update(data).digest();
  const child = ecc.pointAddScalar(publicKey, digest.subarray(0, 32), true);
  if (!child) throw new RangeError('this child has no key');
  return {
    depth: depth + 1,
    parentFingerprint: new Uint8Array(4),
    childNumber: index,
    chainCode: new Uint8Array(digest.subarray(32)),
    publicKey: child,
  };
}
