import { graphql } from '../../support/graphql.ts';

/**
 * Asks the API for what a test needs before it looks at pages.
 * @throws Error with the whole answer where there is no data
 */
export async function ask<Data>(
  url: string,
  query: string,
  variables: Record<string, unknown>,
  token?: string,
): Promise<Data> {
  const answer = await graphql(url, query, { variables, ...(token === undefined ? {} : { token }) });
  if (!answer.data || answer.errors.length > 0) throw new Error(answer.text);
  return answer.data as Data;
}
