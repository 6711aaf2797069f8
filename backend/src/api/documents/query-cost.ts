import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { PAGE_SIZE_LIMIT } from '../../platform/graphql/index.ts';
import { QueryTooCostlyError } from '../api.errors.ts';
import { COST_LIMIT, PLAIN_LIST_FACTOR } from './limits.ts';

type Variables = Readonly<Record<string, unknown>>;
type Composite = Pick<GraphQLObjectType, 'getFields' | 'name'>;

/** The most values that the answer of a validated operation can have (see COST_LIMIT). */
export function costOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Variables,
): number {
  const root = schema.getRootType(operation.operation) ?? undefined;
  return new CostMeter(schema, document, variables).costOf(operation.selectionSet, root);
}

/** @throws QueryTooCostlyError when the operation costs more than COST_LIMIT. */
export function checkCost(...operation: Parameters<typeof costOf>): void {
  const cost = costOf(...operation);
  if (cost > COST_LIMIT) throw new QueryTooCostlyError(`up to ${COST_LIMIT} values, this asks for ${cost}`);
}

class CostMeter {
  readonly #schema: GraphQLSchema;
  readonly #variables: Variables;
  readonly #fragments = new Map<string, FragmentDefinitionNode>();
  /** A fragment costs the same wherever it is spread, so each is counted once. */
  readonly #fragmentCosts = new Map<string, number>();

  constructor(schema: GraphQLSchema, document: DocumentNode, variables: Variables) {
    this.#schema = schema;
    this.#variables = variables;
    for (const node of document.definitions) {
      if (node.kind === Kind.FRAGMENT_DEFINITION) this.#fragments.set(node.name.value, node);
    }
  }

  costOf({ selections }: SelectionSetNode, parent: Composite | undefined): number {
    let cost = 0;
    for (const node of selections) {
      if (node.kind === Kind.FIELD) cost += this.#costOfField(node, parent);
      else if (node.kind === Kind.FRAGMENT_SPREAD) cost += this.#costOfFragment(node.name.value);
      else cost += this.costOf(node.selectionSet, this.#composite(node.typeCondition?.name.value) ?? parent);
    }
    return cost;
  }

  #costOfFragment(name: string): number {
    const known = this.#fragmentCosts.get(name);
    if (known !== undefined) return known;
    const fragment = this.#fragments.get(name);
    if (!fragment) return 0;
    const cost = this.costOf(fragment.selectionSet, this.#composite(fragment.typeCondition.name.value));
    this.#fragmentCosts.set(name, cost);
    return cost;
  }

  #costOfField(node: FieldNode, parent: Composite | undefined): number {
    if (node.name.value.startsWith('__')) return 0;
    const type = parent?.getFields()[node.name.value]?.type;
    if (!type || !node.selectionSet) return 1;
    const below = this.costOf(node.selectionSet, this.#composite(getNamedType(type).name));
    return 1 + below * this.#factor(node, type, parent);
  }

  #factor(node: FieldNode, type: GraphQLOutputType, parent: Composite): number {
    const field = parent.getFields()[node.name.value];
    const first = field?.args.find(({ name }) => name === 'first');
    if (first) return this.#pageSize(node, first.defaultValue);
    if (!isListType(getNullableType(type))) return 1;
    // The lists inside a connection are as long as the `first` of the connection, which is counted already.
    return parent.name.endsWith('Connection') ? 1 : PLAIN_LIST_FACTOR;
  }

  #pageSize(node: FieldNode, defaultValue: unknown): number {
    const value = node.arguments?.find(({ name }) => name.value === 'first')?.value;
    const size =
      value?.kind === Kind.INT
        ? Number(value.value)
        : value?.kind === Kind.VARIABLE
          ? this.#variables[value.name.value]
          : defaultValue;
    // A size that is left to a variable's default, or is out of range, is taken for the largest.
    return typeof size === 'number' && size >= 1 && size <= PAGE_SIZE_LIMIT ? size : PAGE_SIZE_LIMIT;
  }

  #composite(name: string | undefined): Composite | undefined {
    const type = name === undefined ? undefined : this.#schema.getType(name);
    return isObjectType(type) || isInterfaceType(type) ? type : undefined;
  }
}
