import type { SpellServices } from '../ports.ts';

/** The process is gone. */
export class Crash extends Error {}

/**
 * The same services in a process that is killed at the given point: before or after a database transaction,
 * a question to the prover, or a transaction given to the node. Points are counted from 0 as they come.
 */
export function crashingAt(
  services: SpellServices,
  point: number,
): { services: SpellServices; reached(): number } {
  let next = 0;
  const step = () => {
    if (next++ === point) throw new Crash(`killed at point ${point}`);
  };
  async function guarded<T>(work: () => Promise<T>): Promise<T> {
    step();
    const result = await work();
    step();
    return result;
  }
  const { database, prover, rpc } = services;
  return {
    reached: () => next,
    services: {
      ...services,
      database: { ...database, transaction: (work) => guarded(() => database.transaction(work)) },
      prover: { ...prover, prove: (request, options) => guarded(() => prover.prove(request, options)) },
      rpc: {
        get callCount() {
          return rpc.callCount;
        },
        batch: (requests, options) => rpc.batch(requests, options),
        call: <T>(method: string, params?: readonly unknown[], options?: object) =>
          method === 'sendrawtransaction'
            ? guarded(() => rpc.call<T>(method, params, options))
            : rpc.call<T>(method, params, options),
      },
    },
  };
}
