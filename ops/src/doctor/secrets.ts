import { type Finding, ok, problem, warning } from './finding.ts';

/** What a random secret of 32 base64 characters has is far above; what a person thinks up is below. */
const LEAST_BITS = 110;
const NEW_SECRET = 'Make another: openssl rand -base64 32';
const WORDS = /change|secret|passw|example|charmbills|default|qwert|letmein|0123|1234|abcd|test|key of|your/i;

export interface Secret {
  readonly name: string;
  readonly value: string;
  /** Whether it is chosen here, and so has to be hard to guess; others are given by somebody else. */
  readonly ours: boolean;
}

/** Bits that a text of these characters has at most: how evenly it uses the characters it has. */
export function entropyBits(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= count * Math.log2(count / text.length);
  return bits;
}

/**
 * Judges secrets: examples, what people think up, what is too short, what is used twice.
 * @param examples the values that .env.example shows, by name
 */
export function judgeSecrets(secrets: readonly Secret[], examples: ReadonlyMap<string, string>): Finding[] {
  const findings = secrets.filter(({ value }) => value !== '').map((secret) => judge(secret, examples));
  for (const [i, { name, value }] of secrets.entries()) {
    const other = secrets.slice(0, i).find((each) => each.value === value && value !== '');
    if (other === undefined) continue;
    findings.push(
      problem(
        name,
        `is the same as ${other.name}: who learns one knows both.`,
        `${NEW_SECRET} for one of them.`,
      ),
    );
  }
  return findings;
}

function judge({ name, value, ours }: Secret, examples: ReadonlyMap<string, string>): Finding {
  const example = examples.get(name);
  if (example !== undefined && example !== '' && value === example) {
    return problem(name, 'is the value that .env.example shows to everybody.', NEW_SECRET);
  }
  if (!ours) return ok(name, 'is set.');
  if (WORDS.test(value)) return problem(name, 'is made of words that are guessed first.', NEW_SECRET);
  const bits = Math.floor(entropyBits(value));
  if (bits < LEAST_BITS) {
    const says = `has at most ${bits} bits; ${LEAST_BITS} are wanted.`;
    return bits < LEAST_BITS / 2 ? problem(name, says, NEW_SECRET) : warning(name, says, NEW_SECRET);
  }
  return ok(name, 'looks random.');
}
