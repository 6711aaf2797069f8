import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

/**
 * Fields of an operation with its fragments written out wherever they are spread: fragments that spread others several
 * times multiply. Takes time in proportion to the document. For one that was validated: none contains itself.
 */
export function fieldsWrittenOut(document: DocumentNode, operation: OperationDefinitionNode): number {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions) {
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  }
  const counts = new Map<string, number>();
  const countIn = ({ selections }: SelectionSetNode): number =>
    selections.reduce((sum, node) => {
      if (node.kind === Kind.FIELD) return sum + 1 + (node.selectionSet ? countIn(node.selectionSet) : 0);
      if (node.kind === Kind.INLINE_FRAGMENT) return sum + countIn(node.selectionSet);
      return sum + countFragment(node.name.value);
    }, 0);
  const countFragment = (name: string): number => {
    const fragment = fragments.get(name);
    const count = counts.get(name) ?? (fragment ? countIn(fragment.selectionSet) : 0);
    counts.set(name, count);
    return count;
  };
  return countIn(operation.selectionSet);
}
