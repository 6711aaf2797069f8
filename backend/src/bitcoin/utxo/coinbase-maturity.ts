/** Confirmations from which the next block may spend an output of a coinbase (consensus: COINBASE_MATURITY). */
export const COINBASE_MATURITY = 100;
