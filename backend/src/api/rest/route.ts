import type { z } from 'zod';
import type { PersonScope } from '../../identity/index.ts';
import type { WalletServices } from '../../wallet/index.ts';

/** What is sent instead of JSON, piece by piece. */
export interface TextAnswer {
  readonly type: string;
  readonly fileName: string;
  readonly text: AsyncIterable<string>;
}

export interface RestRequest<Params, Query> {
  readonly services: WalletServices;
  readonly person: PersonScope;
  readonly params: Params;
  readonly query: Query;
  /** The header Accept. */
  readonly accept: string;
}

/** A `GET` for somebody who is signed in. Its schemas are checked, and written down in the OpenAPI document. */
export interface RestRoute<
  Params extends z.ZodObject = z.ZodObject,
  Query extends z.ZodObject = z.ZodObject,
  Answer extends z.ZodType = z.ZodType,
> {
  /** As OpenAPI writes it: `/api/things/{id}`. */
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly params: Params;
  readonly query: Query;
  readonly answer: Answer;
  /** Other media types than JSON that it answers with, and what they are. */
  readonly alternatives?: Readonly<Record<string, string>>;
  /** @throws errors of the table */
  handle(request: RestRequest<z.output<Params>, z.output<Query>>): Promise<z.input<Answer> | TextAnswer>;
}

/** Lets TypeScript work out the schemas of a route from its fields. */
export function defineRoute<P extends z.ZodObject, Q extends z.ZodObject, A extends z.ZodType>(
  route: RestRoute<P, Q, A>,
): RestRoute<P, Q, A> {
  return route;
}

export function isTextAnswer(answer: unknown): answer is TextAnswer {
  return typeof answer === 'object' && answer !== null && 'text' in answer && 'fileName' in answer;
}
