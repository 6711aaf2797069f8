import {
  type Client,
  cacheExchange,
  fetchExchange,
  mapExchange,
  subscriptionExchange,
  Client as UrqlClient,
} from '@urql/core';
import { createLive, type Live } from './live.ts';

/** The API as one caller sees it: queries and mutations by fetch, live data over a WebSocket that opens when first needed. */
export interface Api {
  readonly url: string;
  readonly client: Client;
  readonly live: Live;
  /** The header that says who asks, for requests beside GraphQL. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * The API for whoever holds a token, or for anybody. `onSessionEnd` is called when the API does not know the token any
 * more. Answers are cached by query; whatever a mutation touches is asked for again.
 */
export function createApi(url: string, token: string | undefined, onSessionEnd: () => void): Api {
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const live = createLive(`${url.replace(/^http/, 'ws')}/graphql`, token);
  const client = new UrqlClient({
    url: `${url}/graphql`,
    preferGetMethod: false,
    requestPolicy: 'cache-and-network',
    fetchOptions: { headers, signal: undefined },
    exchanges: [
      mapExchange({
        onError({ graphQLErrors }) {
          if (
            token !== undefined &&
            graphQLErrors.some(({ extensions }) => extensions.code === 'UNAUTHENTICATED')
          ) {
            onSessionEnd();
          }
        },
      }),
      cacheExchange,
      fetchExchange,
      subscriptionExchange({
        forwardSubscription: ({ query, variables }) => live.observe(query ?? '', variables),
      }),
    ],
  });
  return { url, client, live, headers };
}
