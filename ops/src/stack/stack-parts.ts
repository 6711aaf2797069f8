import type { Faucet } from './faucet.ts';
import type { BitcoinNode } from './parts/bitcoin.ts';

/** Where the parts of a running stack are, with blocks and coins where it is on regtest. */
export interface StackParts extends Faucet {
  readonly dataDir: string;
  readonly databaseUrl: string;
  readonly node: BitcoinNode;
  readonly proverUrl: string;
  /** Where the simulators of outside services are moved; undefined when there are none. */
  readonly simulatorControlUrl: string | undefined;
  /** Where the mails that were sent are shown; undefined when there is no sandbox mailbox. */
  readonly mailboxUrl: string | undefined;
  /** Where the pages for people are; undefined when they are left out. */
  readonly frontendUrl: string | undefined;
  readonly backendUrl: string;
  readonly graphqlUrl: string;
  readonly healthUrl: string;
  /** The environment that the backend runs with. */
  readonly backendEnv: NodeJS.ProcessEnv;
}
