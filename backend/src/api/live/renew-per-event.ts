import { createSourceEventStream, type ExecutionArgs, type ExecutionResult, execute } from 'graphql';

function isStream(value: object): value is AsyncIterable<unknown> {
  return Symbol.asyncIterator in value;
}

/**
 * What graphql-js's `subscribe` does, except that each event is answered with a context of its own:
 * loaders would otherwise repeat forever what they read for the first.
 */
export async function subscribeRenewed(
  args: ExecutionArgs,
  renew: () => unknown,
): Promise<ExecutionResult | AsyncIterableIterator<ExecutionResult>> {
  const source = await createSourceEventStream(args);
  if (!isStream(source)) return source;
  const events = source[Symbol.asyncIterator]();
  const answers: AsyncIterableIterator<ExecutionResult> = {
    async next() {
      const { value, done } = await events.next();
      if (done) return { value: undefined, done };
      return { value: await execute({ ...args, rootValue: value, contextValue: renew() }), done: false };
    },
    async return() {
      await events.return?.();
      return { value: undefined, done: true };
    },
    [Symbol.asyncIterator]: () => answers,
  };
  return answers;
}
