/** Something that waits: how many, and since when the first of them. */
export interface Waiting {
  readonly count: number;
  /** Null when nothing waits. */
  readonly since: Date | null;
}

export interface QueueFigures {
  readonly queue: string;
  /** May be taken. */
  readonly due: number;
  /** Not before a later instant. */
  readonly deferred: number;
  /** Being worked on, as counted within the last minute. */
  readonly active: number;
  /** Since when the first due job might have been taken. */
  readonly dueSince: Date | null;
  /** Given up. */
  readonly dead: number;
}

export interface LedgerCheckFigures {
  readonly startedAt: Date;
  readonly finishedAt: Date;
  readonly sound: boolean;
}

/** How the installation stands, as of one instant. */
export interface Figures {
  readonly at: Date;
  /** Undefined before the first process has set the queues up. */
  readonly queues: readonly QueueFigures[] | undefined;
  /** Processes heard of within a minute, by role. */
  readonly processes: Readonly<Record<string, number>>;
  /** When one that works was last heard of. */
  readonly workerSeenAt: Date | null;
  readonly events: Waiting;
  /** The newest block that is followed. */
  readonly tip: { readonly height: number; readonly time: Date } | null;
  readonly pendingTransactions: Waiting;
  readonly reservations: number;
  readonly spellJobs: Readonly<Record<string, Waiting>>;
  readonly ledgerCheck: LedgerCheckFigures | null;
  readonly webhookDeliveries: number;
  /** Since when an endpoint's queue is due and nobody has taken it. */
  readonly webhooksDueSince: Date | null;
  readonly webhookEndpoints: Readonly<Record<string, number>>;
  readonly emails: Waiting;
  readonly withdrawals: Readonly<Record<string, Waiting>>;
  readonly depositReviews: number;
  readonly providerNotices: number;
}
