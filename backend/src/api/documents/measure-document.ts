import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';
import { QueryTooCostlyError } from '../api.errors.ts';
import { DOCUMENT_LIMITS } from './limits.ts';

type Counted = 'fields' | 'aliases' | 'directives' | 'fragments' | 'operations';

/**
 * Checks a parsed document against DOCUMENT_LIMITS, whether or not it is valid otherwise. Takes time in
 * proportion to its length, whatever its fragments do.
 * @throws QueryTooCostlyError naming the limit.
 */
export function measureDocument(document: DocumentNode): void {
  countNodes(document);
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions) {
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  }
  const depths = new Map<string, number>();
  for (const node of document.definitions) {
    if (node.kind !== Kind.OPERATION_DEFINITION) continue;
    checkRootFields(node);
    if (depthOf(node.selectionSet, fragments, depths) > DOCUMENT_LIMITS.depth) exceed('depth');
  }
}

function exceed(limit: keyof typeof DOCUMENT_LIMITS): never {
  throw new QueryTooCostlyError(`${limit} up to ${DOCUMENT_LIMITS[limit]}`);
}

function countNodes(document: DocumentNode): void {
  const counts: Record<Counted, number> = {
    fields: 0,
    aliases: 0,
    directives: 0,
    fragments: 0,
    operations: 0,
  };
  const count = (what: Counted) => {
    counts[what] += 1;
    if (counts[what] > DOCUMENT_LIMITS[what]) exceed(what);
  };
  visit(document, {
    Field(node) {
      count('fields');
      if (node.alias) count('aliases');
    },
    Directive: () => count('directives'),
    FragmentDefinition: () => count('fragments'),
    OperationDefinition: () => count('operations'),
    SelectionSet: (node) => checkRepeats(node),
  });
}

function checkRepeats({ selections }: SelectionSetNode): void {
  const repeats = new Map<string, number>();
  for (const node of selections) {
    const name =
      node.kind === Kind.FIELD
        ? (node.alias ?? node.name).value
        : node.kind === Kind.FRAGMENT_SPREAD
          ? `...${node.name.value}`
          : '...';
    const seen = (repeats.get(name) ?? 0) + 1;
    if (seen > DOCUMENT_LIMITS.repeats) exceed('repeats');
    repeats.set(name, seen);
  }
}

function checkRootFields({ selectionSet }: OperationDefinitionNode): void {
  if (selectionSet.selections.length > DOCUMENT_LIMITS.rootFields) exceed('rootFields');
}

/** Levels of fields. Each fragment is measured once; one that contains itself is for validation to refuse. */
function depthOf(
  { selections }: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  depths: Map<string, number>,
): number {
  let deepest = 0;
  for (const node of selections) {
    let depth = 0;
    if (node.kind === Kind.FIELD) {
      // Introspection nests deeper than any query of ours; graphql-js limits it by a rule of its own.
      const measured = node.selectionSet && !node.name.value.startsWith('__');
      depth = 1 + (measured ? depthOf(node.selectionSet, fragments, depths) : 0);
    } else if (node.kind === Kind.INLINE_FRAGMENT) {
      depth = depthOf(node.selectionSet, fragments, depths);
    } else {
      const name = node.name.value;
      const fragment = fragments.get(name);
      if (fragment && !depths.has(name)) {
        depths.set(name, 0);
        depths.set(name, depthOf(fragment.selectionSet, fragments, depths));
      }
      depth = depths.get(name) ?? 0;
    }
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}
