import type { GraphQLContext } from '../../identity/index.ts';
import type { LoaderDefinition } from '../../platform/graphql/index.ts';
import type { WalletServices } from '../ports.ts';

/** Loads what a foreign key, or the loader itself, guarantees to be there. */
export async function loadRequired<Key, Value>(
  context: GraphQLContext<WalletServices>,
  loader: LoaderDefinition<WalletServices, Key, Value>,
  key: Key,
): Promise<Value> {
  const value = await context.load(loader, key);
  if (value === undefined) throw new Error(`missing: ${JSON.stringify(key)}`);
  return value;
}
