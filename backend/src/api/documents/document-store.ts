import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  NoSchemaIntrospectionCustomRule,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import { QueryTooCostlyError } from '../api.errors.ts';
import { COMPILED_FIELDS, DOCUMENT_LIMITS } from './limits.ts';
import { measureDocument } from './measure-document.ts';
import { fieldsWrittenOut } from './written-out.ts';

/** The document cannot be run: what graphql-js says about it, with one code for all. */
export class DocumentRefusedError extends Error {
  readonly code: 'GRAPHQL_PARSE_FAILED' | 'GRAPHQL_VALIDATION_FAILED';
  readonly errors: readonly GraphQLError[];

  constructor(code: DocumentRefusedError['code'], errors: readonly GraphQLError[]) {
    super(code);
    this.name = 'DocumentRefusedError';
    this.code = code;
    this.errors = errors;
  }
}

export interface DocumentStore {
  /**
   * A document that has been parsed, measured and validated, from memory if it was asked for of late.
   * @throws DocumentRefusedError or QueryTooCostlyError.
   */
  prepare(source: string): DocumentNode;
}

/**
 * Source text kept with its parsed and compiled form, which takes some fifty times as much memory. Whatever comes with it
 * counts as text too: each document, and each field that may be compiled.
 */
const KEPT_CHARACTERS = 1_000_000;
const DOCUMENT_CHARACTERS = 150;
const FIELD_CHARACTERS = 40;
const MAX_VALIDATION_ERRORS = 10;

export function createDocumentStore(
  schema: GraphQLSchema,
  { introspection, keptCharacters = KEPT_CHARACTERS }: { introspection: boolean; keptCharacters?: number },
): DocumentStore {
  const rules = introspection ? specifiedRules : [...specifiedRules, NoSchemaIntrospectionCustomRule];
  const documents = new Map<string, { document: DocumentNode; characters: number }>();
  let characters = 0;

  function keep(source: string, document: DocumentNode): void {
    const weight = weightOf(source, document);
    documents.set(source, { document, characters: weight });
    characters += weight;
    for (const [oldest, entry] of documents) {
      if (characters <= keptCharacters) break;
      documents.delete(oldest);
      characters -= entry.characters;
    }
  }

  function check(source: string): DocumentNode {
    if (source.length > DOCUMENT_LIMITS.characters) {
      throw new QueryTooCostlyError(`characters up to ${DOCUMENT_LIMITS.characters}`);
    }
    const document = parseSource(source);
    measureDocument(document);
    const errors = validate(schema, document, rules, { maxErrors: MAX_VALIDATION_ERRORS });
    if (errors.length > 0) {
      throw new DocumentRefusedError(
        'GRAPHQL_VALIDATION_FAILED',
        introspection ? errors : errors.map(withoutHint),
      );
    }
    return document;
  }

  return {
    prepare(source) {
      const known = documents.get(source);
      if (known) {
        // To the end: the map's order is the order of last use.
        documents.delete(source);
        documents.set(source, known);
        return known.document;
      }
      const document = check(source);
      keep(source, document);
      return document;
    },
  };
}

/** The memory that a document and what is compiled of it take, in characters of source text. */
function weightOf(source: string, document: DocumentNode): number {
  let compiled = 0;
  for (const node of document.definitions) {
    if (node.kind !== Kind.OPERATION_DEFINITION) continue;
    const fields = fieldsWrittenOut(document, node);
    if (fields <= COMPILED_FIELDS) compiled += fields;
  }
  return source.length + DOCUMENT_CHARACTERS + compiled * FIELD_CHARACTERS;
}

function parseSource(source: string): DocumentNode {
  try {
    return parse(source, { maxTokens: DOCUMENT_LIMITS.tokens });
  } catch (error) {
    if (error instanceof GraphQLError) throw new DocumentRefusedError('GRAPHQL_PARSE_FAILED', [error]);
    throw error;
  }
}

/** graphql-js proposes names that come close to a wrong one, which would tell the schema piece by piece. */
function withoutHint({ message, nodes }: GraphQLError): GraphQLError {
  return new GraphQLError(message.replace(/ Did you mean .*\?$/s, ''), { nodes: nodes ?? null });
}
