import { sha256 } from '@noble/hashes/sha2.js';
import { bech32, bech32m, createBase58check } from '@scure/base';
import type { AddressType, WalletNetwork } from '../wallet.ts';

/** BIP 173 prefix, and the version bytes of base58 addresses: to a key's hash, to a script's hash. */
const NETWORKS: Readonly<
  Record<WalletNetwork, { readonly prefix: string; readonly versions: readonly [number, number] }>
> = {
  mainnet: { prefix: 'bc', versions: [0x00, 0x05] },
  testnet4: { prefix: 'tb', versions: [0x6f, 0xc4] },
  regtest: { prefix: 'bcrt', versions: [0x6f, 0xc4] },
};
/** The most characters of a segwit address (BIP 173). */
const LONGEST_ADDRESS = 90;
const base58 = createBase58check(sha256);

/** The scriptPubKey that pays an address; undefined for text that is no address of the network. */
export function addressToScript(address: string, network: WalletNetwork): Uint8Array | undefined {
  if (address.length > LONGEST_ADDRESS) return undefined;
  return segwitScript(address, network) ?? base58Script(address, network);
}

/** The address that a scriptPubKey pays; undefined when it has none. */
export function scriptToAddress(script: Uint8Array, network: WalletNetwork): string | undefined {
  const { prefix, versions } = NETWORKS[network];
  const [first, length] = script;
  if ((first === 0x00 || first === 0x51) && length === script.length - 2) {
    const version = first === 0 ? 0 : 1;
    const fits = version === 0 ? length === 20 || length === 32 : length === 32;
    const codec = version === 0 ? bech32 : bech32m;
    return fits ? codec.encode(prefix, [version, ...codec.toWords(script.subarray(2))]) : undefined;
  }
  // OP_DUP OP_HASH160 <20> OP_EQUALVERIFY OP_CHECKSIG
  if (script.length === 25 && matches(script, 0, [0x76, 0xa9, 0x14]) && matches(script, 23, [0x88, 0xac]))
    return base58.encode(Uint8Array.of(versions[0], ...script.subarray(3, 23)));
  // OP_HASH160 <20> OP_EQUAL
  if (script.length === 23 && matches(script, 0, [0xa9, 0x14]) && matches(script, 22, [0x87]))
    return base58.encode(Uint8Array.of(versions[1], ...script.subarray(2, 22)));
  return undefined;
}

/** The kind of an address that can be signed in with; undefined for every other, and for those of other networks. */
export function addressTypeOf(address: string, network: WalletNetwork): AddressType | undefined {
  const script = addressToScript(address, network);
  if (script?.length === 22) return 'p2wpkh';
  return script?.length === 34 && script[0] === 0x51 ? 'p2tr' : undefined;
}

/** Whether a text is an address of a network other than this one. */
export function isOfOtherNetwork(address: string, network: WalletNetwork): boolean {
  return (
    addressToScript(address, network) === undefined &&
    (['mainnet', 'testnet4', 'regtest'] as const).some(
      (other) => addressToScript(address, other) !== undefined,
    )
  );
}

function segwitScript(address: string, network: WalletNetwork): Uint8Array | undefined {
  for (const codec of [bech32, bech32m]) {
    const decoded = codec.decodeUnsafe(address);
    if (decoded === undefined || decoded.prefix !== NETWORKS[network].prefix) continue;
    const [version, ...words] = decoded.words;
    const program = codec.fromWordsUnsafe(words);
    if (!program) return undefined;
    if (version === 0 && codec === bech32 && (program.length === 20 || program.length === 32))
      return Uint8Array.of(0x00, program.length, ...program);
    if (version === 1 && codec === bech32m && program.length === 32)
      return Uint8Array.of(0x51, 32, ...program);
    return undefined;
  }
  return undefined;
}

function base58Script(address: string, network: WalletNetwork): Uint8Array | undefined {
  let payload: Uint8Array;
  try {
    payload = base58.decode(address);
  } catch {
    return undefined;
  }
  const [version] = payload;
  if (payload.length !== 21) return undefined;
  const [keyHash, scriptHash] = NETWORKS[network].versions;
  if (version === keyHash) return Uint8Array.of(0x76, 0xa9, 0x14, ...payload.subarray(1), 0x88, 0xac);
  return version === scriptHash ? Uint8Array.of(0xa9, 0x14, ...payload.subarray(1), 0x87) : undefined;
}

function matches(script: Uint8Array, at: number, bytes: readonly number[]): boolean {
  return bytes.every((byte, i) => script[at + i] === byte);
}
