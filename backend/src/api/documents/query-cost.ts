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

/** Sizes of pages that an operation was measured with of late. */
const KEPT_COSTS = 200;

/**
 * A check of one operation's cost, which is worked out once for each combination of page sizes in its variables.
 * The check throws QueryTooCostlyError when the operation costs more than COST_LIMIT.
 */
export function limitCost(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): (variables: Variables) => void {
  const costs = new Map<string, number>();
  let sizes: readonly string[] | undefined;
  return (variables) => {
    const keyOf = (names: readonly string[]) => names.map((name) => sizeOf(variables[name])).join(' ');
    let cost = sizes && costs.get(keyOf(sizes));
    if (cost === undefined) {
      const root = schema.getRootType(operation.operation) ?? undefined;
      const meter = new CostMeter(schema, document, variables);
      cost = meter.costOf(operation.selectionSet, root);
      sizes = [...meter.sizeVariables];
      if (costs.size >= KEPT_COSTS) costs.clear();
      costs.set(keyOf(sizes), cost);
    }
    if (cost > COST_LIMIT) throw new QueryTooCostlyError(`up to ${COST_LIMIT} values, this asks for ${cost}`);
  };
}

/** @throws QueryTooCostlyError when the operation costs more than COST_LIMIT. */
export function checkCost(...[schema, document, operation, variables]: Parameters<typeof costOf>): void {
  limitCost(schema, document, operation)(variables);
}

/** A size that is left to a variable's default, or is out of range, is taken for the largest. */
function sizeOf(value: unknown): number {
  return typeof value === 'number' && value >= 1 && value <= PAGE_SIZE_LIMIT ? value : PAGE_SIZE_LIMIT;
}

class CostMeter {
  /** Names of the variables that say how long lists are. */
  readonly sizeVariables = new Set<string>();
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
    if (value?.kind === Kind.INT) return sizeOf(Number(value.value));
    if (value?.kind !== Kind.VARIABLE) return sizeOf(defaultValue);
    const name = value.name.value;
    this.sizeVariables.add(name);
    return sizeOf(this.#variables[name]);
  }

  #composite(name: string | undefined): Composite | undefined {
    const type = name === undefined ? undefined : this.#schema.getType(name);
    return isObjectType(type) || isInterfaceType(type) ? type : undefined;
  }
}
