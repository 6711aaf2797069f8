import { Kind, type OperationDefinitionNode } from 'graphql';

interface OperationLabel {
  readonly kind: string;
  readonly operation: string;
}

const REFUSED: OperationLabel = { kind: 'none', operation: 'refused' };

/** Of the operations that are kept. */
const labels = new WeakMap<OperationDefinitionNode, OperationLabel>();

/**
 * What an operation is counted as: the field of the schema that it asks for. Its own name is the client’s choice, and
 * would be a label without bound. Undefined is one that could not be run.
 */
export function operationLabel(operation: OperationDefinitionNode | null | undefined): OperationLabel {
  if (!operation) return REFUSED;
  let label = labels.get(operation);
  if (!label) {
    label = labelOf(operation);
    labels.set(operation, label);
  }
  return label;
}

function labelOf(operation: OperationDefinitionNode): OperationLabel {
  const names = new Set(
    operation.selectionSet.selections.map((node) => (node.kind === Kind.FIELD ? node.name.value : 'several')),
  );
  const [first = 'several'] = names;
  const single = names.size === 1 ? first : 'several';
  return { kind: operation.operation, operation: single.startsWith('__') ? 'introspection' : single };
}
