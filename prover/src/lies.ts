import { mockProof, type NormalizedSpell, spellScript } from '@charmbills/charms';
import type { Coin } from './contract-input.ts';
import { type Draft, provedScript } from './prove/draft.ts';
import type { Proved } from './prove/prove.ts';

/** Ways in which the transaction differs from what was asked, while its spell still verifies where it can. */
const TRANSACTION_LIES = {
  /** The largest coin goes to another script. */
  'other-script': (proved) => withCoins(proved, (coin) => ({ ...coin, dest: THIEF_SCRIPT })),
  /** The largest coin is one satoshi short. */
  'lower-amount': (proved) => withCoins(proved, (coin) => ({ ...coin, amountSats: coin.amountSats - 1n })),
  /** The change goes to another script. */
  'other-change': ({ draft }) => ({
    ...draft,
    change: draft.change && { ...draft.change, dest: THIEF_SCRIPT },
  }),
  /** One more input is spent, and the spell says so. */
  'extra-input': ({ whole: { spell }, draft }) => {
    const ins = [...draft.ins, { txid: 'ee'.repeat(32), vout: 0 }];
    return { ...draft, ins, spellScript: provedScript({ ...spell, tx: { ...spell.tx, ins } }) };
  },
  /** The first charm is another one: one token more, or another state. */
  'altered-spell': ({ whole, draft }) => ({
    ...draft,
    spellScript: provedScript(withFirstCharmAltered(whole.spell)),
  }),
  /** The proof is of something else. */
  'bad-proof': ({ whole: { spell }, draft }) => {
    const proof = mockProof(spell);
    proof[proof.length - 1] = (proof.at(-1) ?? 0) ^ 1;
    return { ...draft, spellScript: spellScript({ spell, proof }) };
  },
  /** All change goes to the miners. */
  'absurd-fee': ({ draft }) => ({ ...draft, change: undefined }),
  /** All change goes to the prover. */
  'absurd-prover-fee': ({ draft }) => ({
    ...draft,
    proverFee: { amountSats: draft.change?.amountSats ?? 0n, dest: THIEF_SCRIPT },
    change: undefined,
  }),
  /** The OP_RETURN is left out. */
  'no-spell': ({ draft }) => ({ ...draft, spellScript: undefined }),
} as const satisfies Record<string, (proved: Proved) => Draft>;

/** Answers that are no transaction. */
const ANSWER_LIES = [
  'not-hex',
  'not-json',
  'two-transactions',
  'no-transaction',
  'hang',
  'close-connection',
] as const;

export type TransactionLie = keyof typeof TRANSACTION_LIES;
export type AnswerLie = (typeof ANSWER_LIES)[number];
export type Lie = TransactionLie | AnswerLie;

/** P2WPKH of a key hash nobody has. */
const THIEF_SCRIPT = Uint8Array.of(0x00, 0x14, ...new Uint8Array(20).fill(0xee));

export const LIES: readonly Lie[] = [...(Object.keys(TRANSACTION_LIES) as TransactionLie[]), ...ANSWER_LIES];

export function isLie(name: string): name is Lie {
  return (LIES as readonly string[]).includes(name);
}

export function isAnswerLie(lie: Lie | null): lie is AnswerLie {
  return (ANSWER_LIES as readonly (string | null)[]).includes(lie);
}

/** The transaction that a prover which tells this lie hands out; the honest one for a lie of another kind. */
export function tell(lie: Lie | null, proved: Proved): Draft {
  return lie !== null && isTransactionLie(lie) ? TRANSACTION_LIES[lie](proved) : proved.draft;
}

function isTransactionLie(lie: Lie): lie is TransactionLie {
  return lie in TRANSACTION_LIES;
}

function withCoins({ whole: { spell }, draft }: Proved, alter: (coin: Coin) => Coin): Draft {
  const largest = draft.coins.reduce(
    (best, { amountSats }, index) => (amountSats > (draft.coins[best]?.amountSats ?? 0n) ? index : best),
    0,
  );
  const coins = draft.coins.map((coin, index) => (index === largest ? alter(coin) : coin));
  const spellCoins = coins.map(({ amountSats, dest }) => ({ amount: amountSats, dest }));
  return { ...draft, coins, spellScript: provedScript({ ...spell, tx: { ...spell.tx, coins: spellCoins } }) };
}

function withFirstCharmAltered(spell: NormalizedSpell): NormalizedSpell {
  let altered = false;
  const outs = spell.tx.outs.map((charms) => {
    const [first] = charms;
    if (altered || first === undefined) return charms;
    altered = true;
    return new Map(charms).set(first[0], typeof first[1] === 'bigint' ? first[1] + 1n : 'altered');
  });
  return { ...spell, tx: { ...spell.tx, outs } };
}
