/** From a wish ("mint this plan") to a transaction that is out of our hands. */
export const SPELL_JOB_STATES = [
  /** Waits for a worker. */
  'queued',
  /** Inputs are reserved and the spell is built; the prover is being asked. */
  'proving',
  /** The checked transaction waits for its owner's signature. */
  'awaiting_signature',
  /** Its owner has signed; the merchant, who holds the plan's NFT, has not. */
  'awaiting_cosignature',
  /** The signed transaction is ours to broadcast, or already seen by the network. */
  'submitted',
  /** Given up for a reason the job names. */
  'failed',
  /** Given up because nobody signed in time, or its owner called it off. */
  'expired',
] as const;
export type SpellJobState = (typeof SPELL_JOB_STATES)[number];

export const SPELL_JOB_EVENTS = [
  /** Inputs reserved, spell built. */
  'funded',
  /** The prover's transaction passed every check. */
  'proved',
  /** All signatures passed every check. */
  'signed',
  /** Its owner's signatures did, and another's are needed too. */
  'half_signed',
  /** The transaction turned up in a block, whoever broadcast it. */
  'seen',
  /** Something that asking again cannot mend. */
  'failed',
  'canceled',
  'lapsed',
] as const;
export type SpellJobEvent = (typeof SPELL_JOB_EVENTS)[number];

/**
 * Every allowed step. What is not here does not happen: a submitted job neither lapses nor is called off,
 * since its transaction may already be on its way; and what was given up comes back only because the chain
 * says so, as a wallet can sign and broadcast what it was handed by itself.
 */
const TRANSITIONS: Readonly<Record<SpellJobState, Partial<Record<SpellJobEvent, SpellJobState>>>> = {
  queued: { funded: 'proving', failed: 'failed', canceled: 'expired', lapsed: 'expired' },
  proving: { proved: 'awaiting_signature', failed: 'failed', canceled: 'expired', lapsed: 'expired' },
  awaiting_signature: {
    signed: 'submitted',
    half_signed: 'awaiting_cosignature',
    seen: 'submitted',
    failed: 'failed',
    canceled: 'expired',
    lapsed: 'expired',
  },
  awaiting_cosignature: {
    signed: 'submitted',
    seen: 'submitted',
    failed: 'failed',
    canceled: 'expired',
    lapsed: 'expired',
  },
  submitted: { seen: 'submitted', failed: 'failed' },
  failed: { seen: 'submitted' },
  expired: { seen: 'submitted' },
};

/** The state after `event`, undefined when it is not possible in this state. */
export function nextSpellJobState(state: SpellJobState, event: SpellJobEvent): SpellJobState | undefined {
  return TRANSITIONS[state][event];
}

/** The state to which `event` leads, from wherever it is possible. */
export function stateAfter(event: SpellJobEvent): SpellJobState {
  const [next] = SPELL_JOB_STATES.flatMap((state) => TRANSITIONS[state][event] ?? []);
  if (next === undefined) throw new RangeError(`no state allows ${event}`);
  return next;
}

/** The states in which `event` is possible. */
export function statesBefore(event: SpellJobEvent): SpellJobState[] {
  return SPELL_JOB_STATES.filter((state) => TRANSITIONS[state][event] !== undefined);
}
