import { createHash } from 'node:crypto';
import { createDevWallet, type DevWallet } from './wallet.ts';

/** The wallet of that name, the same on every machine: its key is no secret and guards regtest coins. */
export function demoWallet(name: string): DevWallet {
  return createDevWallet('p2wpkh', createHash('sha256').update(`charmbills demo ${name}`).digest());
}
