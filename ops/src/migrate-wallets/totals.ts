/** Rows, and what they hold in the currency's smallest unit. */
export interface Sum {
  readonly rows: bigint;
  readonly amount: bigint;
}

/** A collection's rows of a currency; OTHER stands for all that are of no known one. */
export interface Group {
  readonly collection: string;
  readonly currency: string;
}

export interface GroupSum extends Group, Sum {}

export const OTHER = '(other)';

/** A line of the report. The source's rows and amounts are those read, the others what is written. */
export interface TotalsLine extends Group {
  readonly source: Sum;
  /** In the ledger, or about to be. */
  readonly posted: Sum;
  readonly empty: bigint;
  /** Amounts that cannot be read count as nothing here and in the source. */
  readonly quarantined: Sum;
}

/** What each side knows, by group. */
export interface Sides {
  readonly source: readonly GroupSum[];
  readonly posted: readonly GroupSum[];
  readonly empty: readonly GroupSum[];
  readonly quarantined: readonly GroupSum[];
}

const NOTHING: Sum = { rows: 0n, amount: 0n };

/** One line per collection and currency that any side knows of, in the order of `collections`. */
export function totalsByCollection(sides: Sides, collections: readonly string[]): TotalsLine[] {
  const all = [...sides.source, ...sides.posted, ...sides.empty, ...sides.quarantined];
  return collections.flatMap((collection) =>
    [...new Set(all.filter((sum) => sum.collection === collection).map(({ currency }) => currency))]
      .toSorted()
      .map((currency) => line({ collection, currency }, sides)),
  );
}

function line(group: Group, sides: Sides): TotalsLine {
  const of = (sums: readonly GroupSum[]) =>
    addSums(sums.filter((s) => s.collection === group.collection && s.currency === group.currency));
  return {
    ...group,
    source: of(sides.source),
    posted: of(sides.posted),
    empty: of(sides.empty).rows,
    quarantined: of(sides.quarantined),
  };
}

/** The lines of all collections together, by currency. */
export function totalsByCurrency(lines: readonly TotalsLine[]): TotalsLine[] {
  return [...new Set(lines.map(({ currency }) => currency))].toSorted().map((currency) => {
    const same = lines.filter((candidate) => candidate.currency === currency);
    return {
      collection: 'all',
      currency,
      source: addSums(same.map(({ source }) => source)),
      posted: addSums(same.map(({ posted }) => posted)),
      empty: same.reduce((rows, { empty }) => rows + empty, 0n),
      quarantined: addSums(same.map(({ quarantined }) => quarantined)),
    };
  });
}

/** What of the source is neither posted nor in quarantine: nothing, where all is well. */
export function difference({ source, posted, empty, quarantined }: TotalsLine): Sum {
  return {
    rows: source.rows - posted.rows - empty - quarantined.rows,
    amount: source.amount - posted.amount - quarantined.amount,
  };
}

export function addSums(sums: readonly Sum[]): Sum {
  return sums.reduce((a, b) => ({ rows: a.rows + b.rows, amount: a.amount + b.amount }), NOTHING);
}
