import { bytesToHex, hexToBytes, plainBytes } from './bytes.ts';
import { CharmsError } from './errors.ts';

/** An output of a transaction. */
export interface OutPoint {
  /** Display (reversed) hexadecimal, as block explorers and RPC show it. */
  readonly txid: string;
  readonly vout: number;
}

const TXID_BYTES = 32;
const UTXO_ID_BYTES = 36;
const TEXT_FORM = /^([0-9a-f]{64}):(0|[1-9][0-9]{0,9})$/;

/** `txid:vout`. */
export function formatOutPoint(outPoint: OutPoint): string {
  assertOutPoint(outPoint);
  return `${outPoint.txid}:${outPoint.vout}`;
}

/** @throws CharmsError `OUTPOINT_INVALID` unless the text is exactly what {@link formatOutPoint} gives */
export function parseOutPoint(text: string): OutPoint {
  const match = typeof text === 'string' ? TEXT_FORM.exec(text) : null;
  const outPoint = { txid: match?.[1] ?? '', vout: Number(match?.[2] ?? Number.NaN) };
  assertOutPoint(outPoint);
  return outPoint;
}

/** The 36 bytes of a Charms UtxoId: txid in internal byte order, then vout little-endian. */
export function encodeUtxoId(outPoint: OutPoint): Uint8Array {
  assertOutPoint(outPoint);
  const bytes = new Uint8Array(UTXO_ID_BYTES);
  bytes.set(hexToBytes(outPoint.txid).reverse());
  new DataView(bytes.buffer).setUint32(TXID_BYTES, outPoint.vout, true);
  return bytes;
}

/** @throws CharmsError `OUTPOINT_INVALID` unless there are 36 bytes */
export function decodeUtxoId(given: Uint8Array): OutPoint {
  const bytes = plainBytes(given);
  if (bytes.length !== UTXO_ID_BYTES) {
    throw new CharmsError('OUTPOINT_INVALID', `expected ${UTXO_ID_BYTES} bytes`);
  }
  return {
    txid: bytesToHex(bytes.slice(0, TXID_BYTES).reverse()),
    vout: new DataView(bytes.buffer, bytes.byteOffset).getUint32(TXID_BYTES, true),
  };
}

function assertOutPoint({ txid, vout }: OutPoint): void {
  if (typeof txid !== 'string' || !/^[0-9a-f]{64}$/.test(txid)) {
    throw new CharmsError('OUTPOINT_INVALID', 'txid must be 64 lower-case hexadecimal digits');
  }
  if (!Number.isInteger(vout) || vout < 0 || vout > 0xffff_ffff) {
    throw new CharmsError('OUTPOINT_INVALID', 'vout must be an unsigned 32-bit integer');
  }
}
