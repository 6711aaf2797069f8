/** Transactions being made, by how far they are. `unsent`: signed, and not known to have reached the network. */
export const SPELL_STATES = [
  'queued',
  'proving',
  'awaiting_signature',
  'awaiting_cosignature',
  'unsent',
] as const;
export type SpellState = (typeof SPELL_STATES)[number];

/** Withdrawals that are not over. */
export const WITHDRAWAL_STATES = ['requested', 'approved', 'sending', 'unknown', 'sent'] as const;
