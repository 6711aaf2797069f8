import { Transaction } from 'bitcoinjs-lib';

/** A BIP-322 signature as it was sent, nothing about it checked but its encoding. */
export type EncodedSignature =
  | { readonly variant: 'simple'; readonly witness: readonly Uint8Array[] }
  | { readonly variant: 'full'; readonly toSign: Transaction };

/** Signatures of one key stay far below this, also in the full variant. */
const MAX_CHARACTERS = 2_000;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/**
 * Reads a signature by its prefix, `smp` or `ful` (BIP-322, "Types of Signatures"). Wallets that are older
 * than the prefixes send neither: then it is simple, or else full. Undefined when it is none of them.
 */
export function decodeSignature(text: string): EncodedSignature | undefined {
  if (text.length > MAX_CHARACTERS) return undefined;
  const prefix = text.slice(0, 3);
  if (prefix === 'smp') return simple(fromBase64(text.slice(3)));
  if (prefix === 'ful') return full(fromBase64(text.slice(3)));
  const bytes = fromBase64(text);
  return simple(bytes) ?? full(bytes);
}

function fromBase64(text: string): Uint8Array | undefined {
  return text !== '' && BASE64.test(text) ? Buffer.from(text, 'base64') : undefined;
}

/** A witness stack: a count, then items with their lengths. One byte is enough for those of one key. */
function simple(bytes: Uint8Array | undefined): EncodedSignature | undefined {
  const count = bytes?.[0];
  if (!bytes || !count || count > 2) return undefined;
  const witness: Uint8Array[] = [];
  let offset = 1;
  for (let i = 0; i < count; i++) {
    const length = bytes[offset];
    // 0xfd and above announce longer lengths, which no signature or key has.
    if (length === undefined || length >= 0xfd || offset + 1 + length > bytes.length) return undefined;
    witness.push(bytes.subarray(offset + 1, offset + 1 + length));
    offset += 1 + length;
  }
  return offset === bytes.length ? { variant: 'simple', witness } : undefined;
}

function full(bytes: Uint8Array | undefined): EncodedSignature | undefined {
  if (!bytes) return undefined;
  try {
    return { variant: 'full', toSign: Transaction.fromBuffer(bytes) };
  } catch {
    return undefined;
  }
}
