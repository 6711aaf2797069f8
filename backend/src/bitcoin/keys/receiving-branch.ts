import { hash } from 'node:crypto';
import { scriptToAddress } from '../address/address.ts';
import type { BitcoinNetwork } from '../network.ts';
import { descriptorChecksum } from './descriptor-checksum.ts';
import {
  deriveChild,
  type ExtendedKey,
  readExtendedKey,
  refusePrivateKeys,
  writeExtendedKey,
} from './extended-key.ts';
import { receivingKeyInvalid } from './keys.errors.ts';
import { type ReceivingScript, scriptFor } from './receiving-script.ts';

/** A row of addresses that one wallet receives on, of which the public side is known. */
export interface ReceivingBranch {
  /** The same for the same addresses, however their key was written. */
  readonly id: string;
  readonly script: ReceivingScript;
  /** With a checksum, to be given to a node or a wallet. */
  readonly descriptor: string;
  /** The parent of all addresses. */
  readonly parent: ExtendedKey;
}

/** Where wallets receive, below the key of an account (BIP 44). */
const RECEIVING = '/0/*';
const LONGEST = 500;
const FUNCTIONS: Readonly<Record<string, ReceivingScript>> = {
  'pkh(': 'p2pkh',
  'sh(wpkh(': 'p2sh-p2wpkh',
  'wpkh(': 'p2wpkh',
  'tr(': 'p2tr',
};
const OPENING: Readonly<Record<ReceivingScript, string>> = {
  p2pkh: 'pkh(',
  'p2sh-p2wpkh': 'sh(wpkh(',
  p2wpkh: 'wpkh(',
  p2tr: 'tr(',
};
const DESCRIPTOR =
  /^(pkh\(|sh\(wpkh\(|wpkh\(|tr\()(\[[0-9a-fA-F]{8}(?:\/\d{1,10}['hH]?)*\])?([1-9A-HJ-NP-Za-km-z]+)((?:\/[^/()]+)+)(\)\)?)$/;
const MULTIPATH = /^<(\d{1,10})(?:;\d{1,10})+>$/;

/**
 * Reads what a merchant gives to be paid on: the extended public key of an account, whose receiving addresses are
 * `0/*` below it, or an output descriptor of one signer with ranges as `/0/*` or `/<0;1>/*` (BIP 380, 389).
 * @param script needed for an xpub or tpub, which does not say it; for others it must agree
 * @throws PrivateKeyRefusedError, InvalidInputError saying what is wrong
 */
export function readReceivingBranch(
  text: string,
  network: BitcoinNetwork,
  script?: ReceivingScript | null,
): ReceivingBranch {
  const trimmed = text.trim();
  if (trimmed.length > LONGEST) throw receivingKeyInvalid(`at most ${LONGEST} characters`);
  refusePrivateKeys(trimmed);
  const branch = trimmed.includes('(')
    ? readDescriptor(trimmed, network)
    : readAccountKey(trimmed, network, script);
  if (script && branch.script !== script)
    throw receivingKeyInvalid(`a key for ${script}; it is for ${branch.script}`);
  return branch;
}

function readAccountKey(
  text: string,
  network: BitcoinNetwork,
  wanted: ReceivingScript | null | undefined,
): ReceivingBranch {
  const { key, script = wanted } = readExtendedKey(text, network);
  if (!script) {
    throw receivingKeyInvalid('said together with its script type: an xpub or tpub alone does not tell');
  }
  return toBranch({ script, origin: '', key, path: RECEIVING }, network);
}

function readDescriptor(text: string, network: BitcoinNetwork): ReceivingBranch {
  const [body = '', checksum, ...rest] = text.split('#');
  if (rest.length > 0 || (checksum !== undefined && checksum !== descriptorChecksum(body))) {
    throw receivingKeyInvalid('a descriptor whose checksum is right');
  }
  const [, opening = '', origin = '', keyText = '', path = '', closing] = DESCRIPTOR.exec(body) ?? [];
  const script = FUNCTIONS[opening];
  if (!script || closing !== (script === 'p2sh-p2wpkh' ? '))' : ')')) {
    throw receivingKeyInvalid(
      'a descriptor of one signer: pkh(…), sh(wpkh(…)), wpkh(…) or tr(…), ending in /*',
    );
  }
  const { key, script: said } = readExtendedKey(keyText, network);
  if (said) throw receivingKeyInvalid('a descriptor with an xpub or tpub');
  return toBranch({ script, origin: origin.replaceAll(/['H]/g, 'h'), key, path }, network);
}

interface Parts {
  readonly script: ReceivingScript;
  readonly origin: string;
  readonly key: ExtendedKey;
  readonly path: string;
}

function toBranch({ script, origin, key, path }: Parts, network: BitcoinNetwork): ReceivingBranch {
  const steps = path.split('/').slice(1);
  if (steps.pop() !== '*') throw receivingKeyInvalid('a key with addresses without end: its path ends in /*');
  const numbers = steps.map(readStep);
  const parent = numbers.reduce(deriveChild, key);
  const exact = ['', ...numbers, '*'].join('/');
  const body = `${OPENING[script]}${origin}${writeExtendedKey(key, network)}${exact}${script === 'p2sh-p2wpkh' ? '))' : ')'}`;
  const facts = Buffer.concat([Buffer.from(`${script}:`), parent.publicKey, parent.chainCode]);
  return { id: hash('sha256', facts), script, descriptor: `${body}#${descriptorChecksum(body)}`, parent };
}

/** Of several paths the first, which is where wallets receive. */
function readStep(step: string): number {
  const text = MULTIPATH.exec(step)?.[1] ?? step;
  const number = Number(text);
  if (!/^\d{1,10}$/.test(text) || number >= 0x80000000) {
    throw receivingKeyInvalid('a path below the public key of plain numbers, none of them hardened');
  }
  return number;
}

/** The address of that number, and the script that pays it. */
export function receivingAddress(
  { parent, script: type }: Pick<ReceivingBranch, 'parent' | 'script'>,
  index: number,
  network: BitcoinNetwork,
): { readonly address: string; readonly script: Uint8Array } {
  const script = scriptFor(type, deriveChild(parent, index).publicKey);
  const address = scriptToAddress(script, network);
  if (address === undefined) throw new Error('a key without an address');
  return { address, script };
}
