interface Row {
  readonly currency: string;
  readonly amount: string;
}

export interface Sum {
  readonly key: string;
  readonly name: string;
  readonly currency: string;
  readonly amount: bigint;
  /** Of the largest in the same currency, from 0 to 1, for drawing: amounts of different currencies do not compare. */
  readonly share: number;
}

/** Amounts added up by what they are called and their currency, the largest first; what adds up to nothing is left out. */
export function sumRows<Each extends Row>(
  rows: readonly Each[],
  nameOf: (row: Each) => string,
): readonly Sum[] {
  const sums = new Map<
    string,
    { readonly name: string; readonly currency: string; readonly amount: bigint }
  >();
  for (const row of rows) {
    const name = nameOf(row);
    const key = `${row.currency} ${name}`;
    const amount = BigInt(row.amount) + (sums.get(key)?.amount ?? 0n);
    sums.set(key, { name, currency: row.currency, amount });
  }
  const found = [...sums].filter(([, { amount }]) => amount !== 0n);
  const largest = new Map<string, bigint>();
  for (const [, { currency, amount }] of found) {
    if (amount > (largest.get(currency) ?? 1n)) largest.set(currency, amount);
  }
  return found
    .map(([key, sum]) => {
      const most = largest.get(sum.currency) ?? 1n;
      return { key, ...sum, share: sum.amount > 0n ? Number((sum.amount * 1_000n) / most) / 1_000 : 0 };
    })
    .sort((a, b) => a.currency.localeCompare(b.currency) || (a.amount < b.amount ? 1 : -1));
}
