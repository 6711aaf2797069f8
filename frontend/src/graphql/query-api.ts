import 'server-only';
import type { TypedDocumentNode } from '@urql/core';
import { stringifyDocument } from '@urql/core';
import { headers } from 'next/headers';
import { serverApiUrl } from '../settings/read-settings.ts';

export type Answer<Data> = { data: Data } | { problem: 'not found' | 'unreachable' };

const TIMEOUT_MS = 5_000;

/**
 * Whom this is for: limits count them, not this server that asks for everybody. The last address is the one that the
 * proxy in front, or this server itself, has seen; the API believes it where TRUST_PROXY is set.
 */
async function visitor(): Promise<Record<string, string>> {
  const address = (await headers()).get('x-forwarded-for')?.split(',').at(-1)?.trim();
  return address ? { 'x-forwarded-for': address } : {};
}

/** Asks the API as anybody, from this server, for a page that is to be there at once. Never throws: see `problem`. */
export async function queryApi<Data, Variables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): Promise<Answer<Data>> {
  try {
    const response = await fetch(`${serverApiUrl()}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(await visitor()) },
      body: JSON.stringify({ query: stringifyDocument(document), variables }),
      cache: 'no-store',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const answer = (await response.json()) as {
      data?: Data | null;
      errors?: readonly { extensions?: { code?: string } }[];
    };
    if (answer.data && !answer.errors) return { data: answer.data };
    const code = answer.errors?.[0]?.extensions?.code ?? '';
    return {
      problem: /NOT_FOUND|NOT_BUYABLE|INVALID|BAD_USER_INPUT/.test(code) ? 'not found' : 'unreachable',
    };
  } catch {
    return { problem: 'unreachable' };
  }
}
