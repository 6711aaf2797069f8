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
import { compileQuery, isCompiledQuery } from 'graphql-jit';
import type { GraphQLContext } from '../../identity/index.ts';
import { BadRequestError } from '../api.errors.ts';
import { limitCost } from '../documents/query-cost.ts';

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

/** Operations by document and name, each compiled once and kept for as long as its document is. */
export function createOperations(schema: GraphQLSchema): Operations {
  const known = new WeakMap<DocumentNode, Map<string, Operation>>();
  return {
    find(document, name) {
      const ofDocument = known.get(document) ?? new Map<string, Operation>();
      known.set(document, ofDocument);
      let operation = ofDocument.get(name ?? '');
      if (!operation) {
        operation = prepare(schema, document, name);
        ofDocument.set(name ?? '', operation);
      }
      return operation;
    },
  };
}

function prepare(schema: GraphQLSchema, document: DocumentNode, name: string | undefined): Operation {
  const node = getOperationAST(document, name);
  if (!node) {
    throw new BadRequestError(
      name === undefined
        ? 'Must provide operation name if query contains multiple operations.'
        : `Unknown operation named "${name}".`,
    );
  }
  const checkCost = limitCost(schema, document, node);
  const answer = compile(schema, document, node, name);
  const { variableDefinitions = [] } = node;
  return {
    node,
    async run(context, variables) {
      checkCost(variables);
      // By graphql-js, whose judgement and words the compiled code does not share in every case.
      const { errors } = getVariableValues(schema, variableDefinitions, variables, {
        maxErrors: MAX_VARIABLE_ERRORS,
      });
      return errors ? { errors } : answer(context, variables);
    },
  };
}

type Answer = (
  context: GraphQLContext,
  variables: Variables,
) => ExecutionResult | PromiseLike<ExecutionResult>;

function compile(
  schema: GraphQLSchema,
  document: DocumentNode,
  node: OperationDefinitionNode,
  operationName: string | undefined,
): Answer {
  const interpret: Answer = (contextValue, variableValues) =>
    execute({ schema, document, operationName, variableValues, contextValue }) as ReturnType<Answer>;
  // Compiled code is not exact about fields that one place includes and another skips.
  if (node.operation === 'subscription' || hasDirectives(document)) return interpret;
  const compiled = compileQuery(schema, document, operationName, { disablingCapturingStackErrors: true });
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
