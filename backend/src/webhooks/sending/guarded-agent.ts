import { isIP, type LookupFunction } from 'node:net';
import { Agent, buildConnector } from 'undici';
import { AddressRefusedError } from '../webhooks.errors.ts';
import { isPublicAddress } from './public-address.ts';
import { type Resolve, resolvePublic } from './resolve.ts';

export interface AgentOptions {
  readonly resolve: Resolve;
  /** Connects to any address: for development. */
  readonly allowPrivate: boolean;
  readonly connectTimeoutMs: number;
  /** More certificates to trust (tests). */
  readonly ca?: string;
}

/** Connections to one origin; merchants may share one. */
const CONNECTIONS = 64;
const KEEP_ALIVE_MS = 10_000;
const KEEP_ALIVE_MAX_MS = 30_000;
const MAX_HEADER_BYTES = 16_384;

/**
 * An HTTP agent that connects to public addresses alone. Names are resolved here and the connection goes to the
 * very addresses that were checked, so that a name cannot point elsewhere between the check and the connection; and
 * the address at the other end is checked once more before anything is sent.
 */
export function createGuardedAgent({ resolve, allowPrivate, connectTimeoutMs, ca }: AgentOptions): Agent {
  const lookup: LookupFunction = (hostname, options, callback) => {
    const found = allowPrivate ? resolve(hostname) : resolvePublic(resolve, hostname);
    found.then(
      (addresses) => {
        const all = addresses.map((address) => ({ address, family: isIP(address) }));
        const [first] = all;
        if (options.all) callback(null, all);
        else if (first) callback(null, first.address, first.family);
        else callback(new AddressRefusedError(hostname), '');
      },
      (error: Error) => callback(error, ''),
    );
  };
  const connector = buildConnector({
    lookup,
    timeout: connectTimeoutMs,
    ...(ca === undefined ? {} : { ca }),
  } as buildConnector.BuildOptions);
  return new Agent({
    connections: CONNECTIONS,
    pipelining: 1,
    keepAliveTimeout: KEEP_ALIVE_MS,
    keepAliveMaxTimeout: KEEP_ALIVE_MAX_MS,
    maxHeaderSize: MAX_HEADER_BYTES,
    connect(options, callback) {
      const hostname = options.hostname.replace(/^\[|\]$/g, '');
      // An address in the URL is connected to without any look-up.
      if (!allowPrivate && isIP(hostname) !== 0 && !isPublicAddress(hostname)) {
        return callback(new AddressRefusedError(hostname), null);
      }
      connector({ ...options, hostname }, (...[error, socket]: Parameters<typeof callback>) => {
        if (error) return callback(error, null);
        if (!allowPrivate && !isPublicAddress(socket.remoteAddress ?? '')) {
          socket.destroy();
          return callback(new AddressRefusedError(hostname), null);
        }
        callback(null, socket);
      });
    },
  });
}
