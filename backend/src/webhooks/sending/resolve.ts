import { lookup, Resolver } from 'node:dns/promises';
import { AddressRefusedError } from '../webhooks.errors.ts';
import { isPublicAddress } from './public-address.ts';

/** All IP addresses of a host name. */
export type Resolve = (hostname: string) => Promise<readonly string[]>;

const TIMEOUT_MS = 2_000;
const TRIES = 2;

/**
 * Asks the name servers, not the system's resolver: that one has four threads for the whole process, and a few
 * names whose servers are silent would keep everybody waiting.
 */
export function createResolve(): Resolve {
  const resolver = new Resolver({ timeout: TIMEOUT_MS, tries: TRIES });
  return async (hostname) => {
    const answers = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)]);
    const addresses = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
    const [first] = answers;
    if (addresses.length === 0 && first?.status === 'rejected') throw first.reason;
    return addresses;
  };
}

/** With /etc/hosts and everything else that this machine knows: for development. */
export const resolveLocally: Resolve = async (hostname) =>
  (await lookup(hostname, { all: true })).map(({ address }) => address);

/**
 * The addresses to connect to. One that is not public refuses the name as a whole: no honest name points both at
 * the internet and at a private network.
 * @throws AddressRefusedError, or what `resolve` throws
 */
export async function resolvePublic(resolve: Resolve, hostname: string): Promise<readonly string[]> {
  const addresses = await resolve(hostname);
  const refused = addresses.find((address) => !isPublicAddress(address));
  if (refused !== undefined || addresses.length === 0) throw new AddressRefusedError(hostname);
  return addresses;
}
