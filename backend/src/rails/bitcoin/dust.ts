/**
 * The least that is asked for, and that counts when it arrives: what it costs to spend an output of the oldest kind at
 * the fee rate that nodes count with (Bitcoin Core, `GetDustThreshold`). Less is noted, and grants nothing.
 */
export const DUST_SATS = 546n;
