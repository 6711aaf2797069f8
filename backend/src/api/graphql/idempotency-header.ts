import {
  type DocumentNode,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  getNamedType,
  isInputObjectType,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { GraphQLContext } from '../../identity/index.ts';
import { InvalidInputError } from '../../platform/errors/index.ts';
import { BadRequestError } from '../api.errors.ts';

export const IDEMPOTENCY_HEADER = 'idempotency-key';
const KEY = /^[\x21-\x7e]{1,100}$/;

/** The header of the request that a context was made for. */
const keys = new WeakMap<object, string>();

type Resolver = GraphQLFieldResolver<unknown, unknown>;

/**
 * Takes the header `Idempotency-Key` of an HTTP request with one mutation field for that field's key, in a schema whose
 * mutations accept it. A request without the header is as it was.
 * @throws BadRequestError
 */
export function holdKey(
  header: unknown,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  context: GraphQLContext,
): void {
  if (header === undefined || operation.operation !== 'mutation') return;
  if (typeof header !== 'string' || !KEY.test(header)) {
    throw new BadRequestError('Idempotency-Key has 1 to 100 visible ASCII characters, such as a UUID.');
  }
  if (fieldsOf(document, operation) !== 1) {
    throw new BadRequestError('Idempotency-Key goes with one mutation field.');
  }
  keys.set(context, header);
}

/** Mutation fields, those of fragments too; of what stands under a condition, whatever it is. */
function fieldsOf(document: DocumentNode, operation: OperationDefinitionNode): number {
  const count = ({ selections }: SelectionSetNode): number =>
    selections.reduce((sum, selection) => {
      if (selection.kind === 'Field') return sum + (selection.name.value === '__typename' ? 0 : 1);
      if (selection.kind === 'InlineFragment') return sum + count(selection.selectionSet);
      const fragment = document.definitions.find(
        (each) => each.kind === 'FragmentDefinition' && each.name.value === selection.name.value,
      );
      return sum + (fragment?.kind === 'FragmentDefinition' ? count(fragment.selectionSet) : 0);
    }, 0);
  return count(operation.selectionSet);
}

/** Lets every mutation that takes a key, by itself or in its input, take that of the header. */
export function acceptKeys(schema: GraphQLSchema): void {
  for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) {
    const { resolve } = field;
    const place = field.args.find(({ name, type }) => {
      const named = getNamedType(type);
      return name === 'idempotencyKey' || (isInputObjectType(named) && 'idempotencyKey' in named.getFields());
    })?.name;
    if (resolve && place !== undefined) field.resolve = keyed(resolve, place);
  }
}

function keyed(resolve: Resolver, place: string): Resolver {
  return (source, args: Record<string, unknown>, context, info) => {
    const key = context instanceof Object ? keys.get(context) : undefined;
    if (key === undefined) return resolve(source, args, context, info);
    const inInput = place !== 'idempotencyKey';
    const holder = inInput ? Object(args[place]) : args;
    const given: unknown = holder.idempotencyKey;
    if (given !== undefined && given !== null && given !== key) {
      throw new InvalidInputError('idempotencyKey', 'the same as the header Idempotency-Key, or none');
    }
    const withKey = { ...holder, idempotencyKey: key };
    return resolve(source, inInput ? { ...args, [place]: withKey } : withKey, context, info);
  };
}
