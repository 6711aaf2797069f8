import { address, networks } from 'bitcoinjs-lib';
import { ProveRefusedError } from '../errors.ts';

const OP_DUP = 0x76;
const OP_HASH160 = 0xa9;
const OP_EQUALVERIFY = 0x88;
const OP_CHECKSIG = 0xac;
const OP_EQUAL = 0x87;
const OP_1 = 0x51;
const OP_16 = 0x60;

/** Kinds of output that spells may spend; others are signed in ways whose size is not known. */
export type InputType = 'p2wpkh' | 'p2tr';

/** @throws ProveRefusedError `INPUT_TYPE_UNSUPPORTED` */
export function inputTypeOf(script: Uint8Array): InputType {
  if (isPush(script, 0x00, 20)) return 'p2wpkh';
  if (isPush(script, OP_1, 32)) return 'p2tr';
  throw new ProveRefusedError('INPUT_TYPE_UNSUPPORTED', `script ${hex(script)} is neither p2wpkh nor p2tr`);
}

/** Whether a script has an address: p2pkh, p2sh, or a witness program (BIP 141). */
export function hasAddress(script: Uint8Array): boolean {
  const [first = 0xff, second = 0] = script;
  if (first === OP_DUP) {
    return (
      script.length === 25 &&
      second === OP_HASH160 &&
      script[2] === 20 &&
      endsWith(script, OP_EQUALVERIFY, OP_CHECKSIG)
    );
  }
  if (first === OP_HASH160) return script.length === 23 && second === 20 && endsWith(script, OP_EQUAL);
  if (first === 0x00) return isPush(script, 0x00, 20) || isPush(script, 0x00, 32);
  return first >= OP_1 && first <= OP_16 && second >= 2 && second <= 40 && isPush(script, first, second);
}

/**
 * The script of a regtest address.
 * @throws ProveRefusedError `CHANGE_ADDRESS_INVALID` for what is no address, or one of another network
 */
export function scriptOfAddress(text: string): Uint8Array {
  try {
    const { version, prefix, data } = address.fromBech32(text);
    const opcode = version === 0 ? 0x00 : OP_1 - 1 + version;
    const script = Uint8Array.of(opcode, data.length, ...data);
    if (prefix === networks.regtest.bech32 && hasAddress(script)) return script;
  } catch {
    const script = scriptOfBase58(text);
    if (script !== undefined) return script;
  }
  throw new ProveRefusedError('CHANGE_ADDRESS_INVALID', `${text} is not an address of regtest`);
}

function scriptOfBase58(text: string): Uint8Array | undefined {
  try {
    const { version, hash } = address.fromBase58Check(text);
    if (version === networks.regtest.pubKeyHash) {
      return Uint8Array.of(OP_DUP, OP_HASH160, 20, ...hash, OP_EQUALVERIFY, OP_CHECKSIG);
    }
    if (version === networks.regtest.scriptHash) return Uint8Array.of(OP_HASH160, 20, ...hash, OP_EQUAL);
  } catch {
    // Neither bech32 nor base58: no address.
  }
  return undefined;
}

/** opcode, then a push of exactly `length` bytes and nothing more */
function isPush(script: Uint8Array, opcode: number, length: number): boolean {
  return script.length === length + 2 && script[0] === opcode && script[1] === length;
}

function endsWith(script: Uint8Array, ...opcodes: number[]): boolean {
  return opcodes.every((opcode, index) => script.at(index - opcodes.length) === opcode);
}

function hex(script: Uint8Array): string {
  return Buffer.from(script).toString('hex');
}
