import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, type Hex, plainBytes } from './bytes.ts';
import { CharmsError } from './errors.ts';
import { formatOutPoint, type OutPoint } from './outpoint.ts';

/** An app: what kind of charm, which one, and the code that rules it. */
export interface App {
  /** One character: {@link TAG}, or another for an app with no built-in transfer rule. */
  readonly tag: string;
  /** 32 bytes that tell apps of the same code apart. */
  readonly identity: Hex;
  /** SHA-256 of the app's WASM binary. */
  readonly vk: Hex;
}

/** Tags with a built-in meaning. */
export const TAG = { nft: 'n', token: 't', scroll: 's' } as const;

const B32 = /^[0-9a-f]{64}$/;
const ONE_CHARACTER = /^\P{Surrogate}$/su;
/** `/identity/vk` */
const SUFFIX_LENGTH = 2 * (1 + 64);

/** `tag/identity/vk` in lower-case hexadecimal. */
export function formatApp(app: App): string {
  assertApp(app);
  return `${app.tag}/${app.identity}/${app.vk}`;
}

/** @throws CharmsError `APP_INVALID` unless the text is exactly what {@link formatApp} gives */
export function parseApp(text: string): App {
  if (typeof text !== 'string' || text.at(-SUFFIX_LENGTH) !== '/' || text.at(-SUFFIX_LENGTH / 2) !== '/') {
    throw new CharmsError('APP_INVALID', 'expected tag/identity/vk');
  }
  const app = {
    tag: text.slice(0, -SUFFIX_LENGTH),
    identity: text.slice(-SUFFIX_LENGTH + 1, -SUFFIX_LENGTH / 2),
    vk: text.slice(-SUFFIX_LENGTH / 2 + 1),
  };
  assertApp(app);
  return app;
}

/** Protocol order: by tag, then identity, then vk. */
export function compareApps(a: App, b: App): number {
  return (
    (a.tag.codePointAt(0) ?? 0) - (b.tag.codePointAt(0) ?? 0) ||
    compareText(a.identity, b.identity) ||
    compareText(a.vk, b.vk)
  );
}

/** The identity of an app minted by spending `genesis`: SHA-256 of the text `txid:vout`. */
export function identityOf(genesis: OutPoint): Hex {
  return bytesToHex(sha256(new TextEncoder().encode(formatOutPoint(genesis))));
}

/** The verification key of an app: SHA-256 of its WASM binary. */
export function vkOf(wasm: Uint8Array): Hex {
  return bytesToHex(sha256(plainBytes(wasm)));
}

/** @throws CharmsError `APP_INVALID` */
export function assertApp({ tag, identity, vk }: App): void {
  if (typeof tag !== 'string' || !ONE_CHARACTER.test(tag)) {
    throw new CharmsError('APP_INVALID', 'a tag is one character');
  }
  if (typeof identity !== 'string' || !B32.test(identity) || typeof vk !== 'string' || !B32.test(vk)) {
    throw new CharmsError('APP_INVALID', 'identity and vk are 64 lower-case hexadecimal digits');
  }
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
