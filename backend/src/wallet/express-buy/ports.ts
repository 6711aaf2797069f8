/** How a payer reaches us, for one collection. */
export interface PayTo {
  readonly holder: string;
  readonly iban: string;
  readonly bic: string;
}

/** Money that a rail waits for. */
export interface FiatCollection {
  /** The rail's own id. */
  readonly id: string;
  /** What the payer has to write on the transfer: unique on this rail. */
  readonly reference: string;
  readonly payTo: PayTo;
}

export interface NewFiatCollection {
  /** The same is asked for once: asking again gives the first answer. */
  readonly orderId: string;
  /** In the currency's smallest unit. */
  readonly amount: bigint;
  readonly currency: string;
}

/** A line of the rail's statement: money that came, or an earlier line that was called back as a whole. */
export interface FiatLine {
  /** The rail's own id, the same wherever the line is told of. */
  readonly externalId: string;
  readonly kind: 'credit' | 'return';
  /** For a return, the line that it calls back. */
  readonly returnsId: string | null;
  /** As the payer wrote it. */
  readonly reference: string;
  readonly currency: string;
  /** In the currency's smallest unit, more than zero. */
  readonly amount: bigint;
  readonly bookedAt: Date;
}

export interface FiatStatementPage {
  /** Oldest first. */
  readonly lines: readonly FiatLine[];
  /** Where the next page begins; what is told later comes behind it. */
  readonly next: string;
  readonly hasMore: boolean;
}

export type NotificationHeaders = Readonly<Record<string, string | string[] | undefined>>;

/** A bank or a processor that takes money on our behalf. */
export interface FiatRail {
  /** As rows and addresses name it. */
  readonly name: string;
  readonly currencies: readonly string[];
  /**
   * @throws AppError: a retryable one when it may or may not have been done, and the same may be asked again; another
   *   one when the rail will not do it.
   */
  createCollection(collection: NewFiatCollection): Promise<FiatCollection>;
  /** The lines that a notification tells of; undefined when it does not come from the rail. Never throws. */
  readNotification(rawBody: Uint8Array, headers: NotificationHeaders): readonly FiatLine[] | undefined;
  /** Lines after a cursor; null is the beginning. @throws AppError */
  statement(cursor: string | null): Promise<FiatStatementPage>;
}
