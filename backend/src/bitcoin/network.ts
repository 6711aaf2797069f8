import * as ecc from '@bitcoinerlab/secp256k1';
import { initEccLib, type Network, networks } from 'bitcoinjs-lib';
import type { Config } from '../platform/config/index.ts';

// Taproot addresses need curve arithmetic, which bitcoinjs-lib leaves to whoever uses it.
initEccLib(ecc);

export { ecc };

/** The chain that addresses, amounts and transactions are meant for. */
export type BitcoinNetwork = Config['BITCOIN_NETWORK'];

interface NetworkFacts {
  /** The name by which the node calls it (`getblockchaininfo`). */
  readonly chain: string;
  /** Address prefixes. */
  readonly params: Network;
}

export const NETWORKS: Readonly<Record<BitcoinNetwork, NetworkFacts>> = {
  mainnet: { chain: 'main', params: networks.bitcoin },
  // Testnet4 (BIP 94) kept the prefixes of the testnet before it.
  testnet4: { chain: 'testnet4', params: networks.testnet },
  regtest: { chain: 'regtest', params: networks.regtest },
};
