/** What the API answers, and how: status, headers and body as they came. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly data: Record<string, unknown> | null | undefined;
  readonly errors: readonly {
    readonly message: string;
    readonly path?: readonly string[];
    readonly extensions: {
      readonly code: string;
      readonly retryable: boolean;
      readonly facts?: Record<string, unknown>;
    };
  }[];
  readonly text: string;
}

export interface RequestOptions {
  readonly variables?: Record<string, unknown>;
  readonly token?: string;
  readonly headers?: Record<string, string>;
}

/** Sends one operation as a client would. */
export async function graphql(
  url: string,
  query: string,
  { variables = {}, token, headers = {} }: RequestOptions = {},
): Promise<Answer> {
  return post(url, JSON.stringify({ query, variables }), {
    ...(token ? { authorization: `Bearer ${token}` } : {}),
    ...headers,
  });
}

/** Sends a body as it is. */
export async function post(url: string, body: string, headers: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  const text = await response.text();
  const { data, errors = [] } = JSON.parse(text);
  return { status: response.status, headers: response.headers, data, errors, text };
}

/** The code of the first error, for assertions. */
export function codeOf({ errors }: Pick<Answer, 'errors'>): string | undefined {
  return errors[0]?.extensions.code;
}
