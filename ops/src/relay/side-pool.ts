import { inputKeys, outpointKey, type PoolTransaction } from './transaction.ts';

/**
 * The transactions that wait in the relay because the node's policy keeps them out of its mempool.
 * They stand in the order they came in, so parents always stand before their children.
 */
export class SidePool {
  readonly #transactions = new Map<string, PoolTransaction>();
  /** Spent output → the transaction here that spends it. */
  readonly #spenders = new Map<string, string>();

  get size(): number {
    return this.#transactions.size;
  }

  get(txid: string): PoolTransaction | undefined {
    return this.#transactions.get(txid);
  }

  all(): readonly PoolTransaction[] {
    return [...this.#transactions.values()];
  }

  /** The transaction here that spends the output `txid:vout`. */
  spenderOf(outpoint: string): string | undefined {
    return this.#spenders.get(outpoint);
  }

  spentOutpoints(): readonly string[] {
    return [...this.#spenders.keys()];
  }

  /** @throws Error when it spends what another transaction here spends: conflicts are removed first. */
  add(transaction: PoolTransaction): void {
    const keys = inputKeys(transaction.decoded);
    const conflict = keys.map((key) => this.#spenders.get(key)).find((txid) => txid !== undefined);
    if (conflict !== undefined) throw new Error(`${transaction.txid} conflicts with ${conflict}`);
    this.#transactions.set(transaction.txid, transaction);
    for (const key of keys) this.#spenders.set(key, transaction.txid);
  }

  /** Removes a transaction and everything here that descends from it; returns what was removed. */
  remove(txid: string): readonly PoolTransaction[] {
    const removed = this.withDescendants(txid);
    for (const transaction of removed) this.removeAlone(transaction.txid);
    return removed;
  }

  /** Removes a transaction that was mined: its children stay. */
  removeAlone(txid: string): void {
    const transaction = this.#transactions.get(txid);
    if (transaction === undefined) return;
    this.#transactions.delete(txid);
    for (const key of inputKeys(transaction.decoded)) this.#spenders.delete(key);
  }

  /** The transactions here that spend an output of the given one, wherever that one is. */
  childrenOf(txid: string): readonly PoolTransaction[] {
    return this.all().filter(({ decoded }) => decoded.vin.some((input) => input.txid === txid));
  }

  parentsOf(transaction: PoolTransaction): readonly PoolTransaction[] {
    const parents = new Set(transaction.decoded.vin.map(({ txid }) => txid));
    return this.all().filter(({ txid }) => parents.has(txid));
  }

  /** The transaction, if it is here, and everything here that descends from it, in order. */
  withDescendants(txid: string): readonly PoolTransaction[] {
    const family = new Set([txid]);
    return this.all().filter(({ txid: own, decoded }) => {
      const belongs = own === txid || decoded.vin.some((input) => family.has(input.txid));
      if (belongs) family.add(own);
      return belongs;
    });
  }

  /** The transaction and everything here that it descends from, in order. */
  withAncestors(txid: string): readonly PoolTransaction[] {
    const family = new Set([txid]);
    const upwards = this.all()
      .toReversed()
      .filter((transaction) => {
        if (!family.has(transaction.txid)) return false;
        for (const input of transaction.decoded.vin) family.add(input.txid);
        return true;
      });
    return upwards.toReversed();
  }

  /** The output of a transaction here, or undefined. */
  outputOf(outpoint: { readonly txid: string; readonly vout: number }) {
    return this.#transactions.get(outpoint.txid)?.decoded.vout[outpoint.vout];
  }

  isSpent(outpoint: { readonly txid: string; readonly vout: number }): boolean {
    return this.#spenders.has(outpointKey(outpoint));
  }
}
