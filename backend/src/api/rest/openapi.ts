import { z } from 'zod';
import { ERROR_TABLE } from '../../platform/errors/index.ts';
import type { FileRoute } from './file-routes.ts';
import type { RestRoute } from './route.ts';
import { errorAnswer } from './schemas.ts';

export type JsonSchema = z.core.JSONSchema.BaseSchema;

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly required: boolean;
  readonly description?: string;
  readonly schema: JsonSchema;
}

export interface Answer {
  readonly description: string;
  readonly content: Readonly<Record<string, { readonly schema: JsonSchema }>>;
}

export interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly parameters: readonly Parameter[];
  readonly responses: Readonly<Record<string, Answer>>;
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
}

/** What we write of OpenAPI 3.1 (https://spec.openapis.org/oas/v3.1.1). */
export interface OpenApiDocument {
  readonly openapi: '3.1.1';
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly paths: Readonly<Record<string, { readonly get: Operation }>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, JsonSchema>>;
    readonly securitySchemes: Readonly<Record<string, object>>;
  };
}

/** The document of these routes; their schemas are those that requests and tests are checked by. */
export function openApiDocument(
  routes: readonly RestRoute[],
  version: string,
  files: readonly FileRoute[] = [],
): OpenApiDocument {
  return {
    openapi: '3.1.1',
    info: {
      title: 'CharmBills',
      version,
      description:
        'What can be read over REST. Everything else is done over GraphQL at /graphql. ' +
        'Amounts are text: `units` in the smallest unit of the currency, `whole` in whole units.',
    },
    paths: Object.fromEntries([
      ...routes.map((route) => [route.path, { get: operationOf(route) }]),
      ...files.map((route) => [route.path, { get: fileOperationOf(route) }]),
    ]),
    components: {
      schemas: { Error: toSchema(errorAnswer, 'output') },
      securitySchemes: {
        session: { type: 'http', scheme: 'bearer', description: 'The token that `signIn` gives.' },
        apiKey: { type: 'http', scheme: 'bearer', description: 'The secret of an API key of the merchant.' },
      },
    },
  };
}

function fileOperationOf(route: FileRoute): Operation {
  const { operationId, summary, description, type, content, byLink } = route;
  return {
    operationId,
    summary,
    description,
    parameters: [...parametersOf(route.params, 'path'), ...parametersOf(route.query, 'query')],
    responses: {
      200: {
        description: summary,
        content: { [type]: { schema: { type: 'string', description: content } } },
      },
      400: errorOf('What was sent cannot be used.', 'INVALID_INPUT'),
      401: byLink
        ? errorOf('It is not one of ours, or its time is over.', 'DOCUMENT_LINK_UNUSABLE')
        : errorOf('Nobody is signed in.', 'UNAUTHENTICATED'),
      404: errorOf('There is no such thing, or none that you may know of.', 'NOT_FOUND'),
      429: errorOf('Too many requests.', 'RATE_LIMITED'),
      500: errorOf('Something went wrong on our side.', 'INTERNAL'),
    },
    security: byLink ? [] : [{ session: [] }, { apiKey: [] }],
  };
}

function operationOf(route: RestRoute): Operation {
  const { operationId, summary, description, answer, alternatives = {} } = route;
  const others = Object.entries(alternatives).map(([type, text]) => [
    type,
    { schema: { type: 'string' as const, description: text } },
  ]);
  return {
    operationId,
    summary,
    description,
    parameters: [...parametersOf(route.params, 'path'), ...parametersOf(route.query, 'query')],
    responses: {
      200: {
        description: summary,
        content: {
          'application/json': { schema: toSchema(answer, 'output') },
          ...Object.fromEntries(others),
        },
      },
      400: errorOf('What was sent cannot be used.', 'INVALID_INPUT'),
      401: errorOf('Nobody is signed in.', 'UNAUTHENTICATED'),
      404: errorOf('There is no such user, or none that you may know of.', 'NOT_FOUND'),
      429: errorOf('Too many requests.', 'RATE_LIMITED'),
      500: errorOf('Something went wrong on our side.', 'INTERNAL'),
    },
    security: [{ session: [] }],
  };
}

function parametersOf(schema: z.ZodObject, place: 'path' | 'query'): Parameter[] {
  return Object.entries(schema.shape).map(([name, field]) => {
    const { description, ...rest } = toSchema(field as z.ZodType, 'input');
    const required = place === 'path' || !(field as z.ZodType).safeParse(undefined).success;
    return { name, in: place, required, ...(description ? { description } : {}), schema: rest };
  });
}

function errorOf(description: string, code: keyof typeof ERROR_TABLE): Answer {
  const schema = { $ref: '#/components/schemas/Error' };
  return {
    description: `${description} \`${code}\`: ${ERROR_TABLE[code].text}`,
    content: { 'application/json': { schema } },
  };
}

function toSchema(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { target: 'draft-2020-12', io });
  return rest;
}
