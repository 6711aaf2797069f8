import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  type GraphQLSchema,
  getOperationAST,
  getVariableValues,
  Kind,
  type OperationDefinitionNode,
  valueFromASTUntyped,
  visit,
} from 'graphql';
import { type CompiledQuery, compileQuery, isCompiledQuery } from 'graphql-jit';
import type { GraphQLContext } from '../../identity/index.ts';
import { BadRequestError } from '../api.errors.ts';
import { COMPILED_FIELDS } from '../documents/limits.ts';
import { limitCost } from '../documents/query-cost.ts';
import { fieldsWrittenOut } from '../documents/written-out.ts';

type Variables = Readonly<Record<string, unknown>>;

/** One operation of a document that has been validated, ready to be run any number of times. */
export interface Operation {
  readonly node: OperationDefinitionNode;
  /**
   * Runs a query or mutation. What resolvers throw is in the result, as GraphQL errors that are not fit to be shown yet.
   * @throws QueryTooCostlyError
   */
  run(context: GraphQLContext, variables: Variables): Promise<ExecutionResult>;
}

export interface Operations {
  /** @throws BadRequestError when the document has no such operation, or several and no name is given */
  find(document: DocumentNode, name: string | undefined): Operation;
}

/** Variables that do not fit, told of at once. */
const MAX_VARIABLE_ERRORS = 10;

/** How much of a process' time may go into compiling: whoever sends ever new operations slows nobody else down. */
const COMPILING_SHARE = 0.1;

export type Compile = (
  schema: GraphQLSchema,
  document: DocumentNode,
  name: string | undefined,
  options: { readonly disablingCapturingStackErrors: boolean },
) => CompiledQuery | ExecutionResult;

interface CompilingOptions {
  /** Of all time, what may go into compiling: from 0 to 1. */
  readonly compilingShare?: number;
  /** How operations are compiled (tests watch it). */
  readonly compile?: Compile;
}

/**
 * Operations by document and name, each compiled once and kept for as long as its document is. What is too large to be
 * compiled, or comes when enough time went into compiling, is interpreted: more slowly, with the same answer.
 */
export function createOperations(schema: GraphQLSchema, options: CompilingOptions = {}): Operations {
  const known = new WeakMap<DocumentNode, Map<string, Operation>>();
  const compile = compileWithin(options);
  return {
    find(document, name) {
      const ofDocument = known.get(document) ?? new Map<string, Operation>();
      known.set(document, ofDocument);
      let operation = ofDocument.get(name ?? '');
      if (!operation) {
        operation = prepare(schema, document, name, compile);
        ofDocument.set(name ?? '', operation);
      }
      return operation;
    },
  };
}

/** Compiles, or does not: undefined where it is not the time to. */
type TryToCompile = (...args: Parameters<Compile>) => ReturnType<Compile> | undefined;

function compileWithin({
  compilingShare = COMPILING_SHARE,
  compile = compileQuery,
}: CompilingOptions): TryToCompile {
  let restUntil = 0;
  return (...args) => {
    const begin = performance.now();
    if (begin < restUntil) return undefined;
    const compiled = compile(...args);
    const end = performance.now();
    restUntil = end + (end - begin) * (1 / compilingShare - 1);
    return compiled;
  };
}

function prepare(
  schema: GraphQLSchema,
  document: DocumentNode,
  name: string | undefined,
  compile: TryToCompile,
): Operation {
  const node = getOperationAST(document, name);
  if (!node) {
    throw new BadRequestError(
      name === undefined
        ? 'Must provide operation name if query contains multiple operations.'
        : `Unknown operation named "${name}".`,
    );
  }
  const checkCost = limitCost(schema, document, node);
  const interpret: Answer = (contextValue, variableValues) =>
    execute({ schema, document, operationName: name, variableValues, contextValue }) as ReturnType<Answer>;
  let answer = isCompilable(document, node) ? undefined : interpret;
  const { variableDefinitions = [] } = node;
  return {
    node,
    async run(context, variables) {
      checkCost(variables);
      // By graphql-js, whose judgement and words the compiled code does not share in every case.
      const { errors } = getVariableValues(schema, variableDefinitions, variables, {
        maxErrors: MAX_VARIABLE_ERRORS,
      });
      if (errors) return { errors };
      // Here, and not before its cost was judged: code is as long as fragments are written out.
      answer ??= compiledAnswer(compile(schema, document, name, COMPILING), node, interpret);
      return (answer ?? interpret)(context, variables);
    },
  };
}

const COMPILING = { disablingCapturingStackErrors: true };

type Answer = (
  context: GraphQLContext,
  variables: Variables,
) => ExecutionResult | PromiseLike<ExecutionResult>;

/** Compiled code is not exact about fields that one place includes and another skips. */
function isCompilable(document: DocumentNode, node: OperationDefinitionNode): boolean {
  return (
    node.operation !== 'subscription' &&
    !hasDirectives(document) &&
    fieldsWrittenOut(document, node) <= COMPILED_FIELDS
  );
}

/** By compiled code; undefined where it has not been compiled yet. */
function compiledAnswer(
  compiled: ReturnType<TryToCompile>,
  node: OperationDefinitionNode,
  interpret: Answer,
): Answer | undefined {
  if (compiled === undefined) return undefined;
  if (!isCompiledQuery(compiled)) return interpret;
  const defaults = defaultsOf(node);
  return async (context, variables) => {
    const result: ExecutionResult = await compiled.query(undefined, context, { ...defaults, ...variables });
    // Without data nothing has run: it refuses variables that graphql-js takes.
    return 'data' in result ? result : interpret(context, variables);
  };
}

/** What variables are where nothing is given for them, as a client would give it. */
function defaultsOf({ variableDefinitions = [] }: OperationDefinitionNode): Variables {
  return Object.fromEntries(
    variableDefinitions.flatMap(({ variable, defaultValue }) =>
      defaultValue ? [[variable.name.value, valueFromASTUntyped(defaultValue)]] : [],
    ),
  );
}

function hasDirectives(document: DocumentNode): boolean {
  let found = false;
  visit(document, {
    [Kind.DIRECTIVE]() {
      found = true;
    },
  });
  return found;
}
