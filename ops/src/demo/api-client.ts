import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import type { DevWallet } from './wallet.ts';

/** An error that the API answered with, by its stable code. */
export class ApiError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(`${code}: ${message}`);
    this.name = 'ApiError';
    this.code = code;
  }
}

interface GraphQLAnswer {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

/** A GraphQL client as a merchant's or subscriber's browser would be: requests over HTTP, live data over WebSocket. */
export interface ApiClient {
  /** The one root field of the operation. Throws ApiError. */
  request<T>(query: string, variables?: Record<string, unknown>): Promise<T>;
  /** Reads a live field until `until` holds of it, and gives that value. `seen` hears every value. */
  waitFor<T>(
    query: string,
    variables: Record<string, unknown>,
    until: (value: T) => boolean,
    seen?: (value: T) => void,
  ): Promise<T>;
}

const LIVE_TIMEOUT_MS = 60_000;

export function createApiClient(url: string, token?: string): ApiClient {
  return {
    async request<T>(query: string, variables: Record<string, unknown> = {}): Promise<T> {
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(token ? { authorization: `Bearer ${token}` } : {}),
        },
        body: JSON.stringify({ query, variables }),
        signal: AbortSignal.timeout(30_000),
      });
      return rootField<T>((await response.json()) as GraphQLAnswer);
    },
    async waitFor<T>(
      query: string,
      variables: Record<string, unknown>,
      until: (value: T) => boolean,
      seen: (value: T) => void = () => undefined,
    ): Promise<T> {
      const client = createClient({
        url: url.replace(/^http/, 'ws'),
        webSocketImpl: WebSocket,
        connectionParams: token ? { authorization: `Bearer ${token}` } : {},
      });
      const expiry = setTimeout(() => void client.dispose(), LIVE_TIMEOUT_MS);
      try {
        for await (const answer of client.iterate<Record<string, unknown>>({ query, variables })) {
          const value = rootField<T>(answer as GraphQLAnswer);
          seen(value);
          if (until(value)) return value;
        }
        throw new Error(`nothing came of it within ${LIVE_TIMEOUT_MS / 1_000} s: ${query.trim()}`);
      } finally {
        clearTimeout(expiry);
        await client.dispose();
      }
    },
  };
}

function rootField<T>({ data, errors }: GraphQLAnswer): T {
  const [error] = errors ?? [];
  if (error) throw new ApiError(error.extensions?.code ?? 'UNKNOWN', error.message);
  return Object.values(data ?? {})[0] as T;
}

/** What signing in gives: the token for the Authorization header, and until when. */
export interface Session {
  readonly token: string;
  /** ISO 8601. */
  readonly expiresAt: string;
}

/** Signs in with a wallet: challenge, BIP-322 signature, session. */
export async function openSession(url: string, wallet: DevWallet): Promise<Session> {
  const anonymous = createApiClient(url);
  const challenge = await anonymous.request<{ id: string; message: string }>(
    'mutation ($address: String!) { signInChallenge(address: $address) { id message } }',
    { address: wallet.address },
  );
  return anonymous.request<Session>(
    `mutation ($challengeId: ID!, $signature: String!, $publicKey: String) {
      signIn(challengeId: $challengeId, signature: $signature, publicKey: $publicKey) { token expiresAt }
    }`,
    {
      challengeId: challenge.id,
      signature: wallet.signMessage(challenge.message),
      publicKey: wallet.publicKey,
    },
  );
}

/** Signs in with a wallet. Gives the client of that person. */
export async function signIn(url: string, wallet: DevWallet): Promise<ApiClient> {
  const { token } = await openSession(url, wallet);
  return createApiClient(url, token);
}
