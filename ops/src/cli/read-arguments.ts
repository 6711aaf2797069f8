import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';

interface Wanted<T extends ParseArgsOptionsConfig> {
  readonly usage: string;
  readonly options?: T;
  /** How many words there may be beside the options: least and most. */
  readonly words?: readonly [least: number, most: number];
}

type Parsed<T extends ParseArgsOptionsConfig> = ReturnType<
  typeof parseArgs<{ args: string[]; options: T; allowPositionals: true }>
>;

/** Reads a command's arguments; of unusable ones it says why, with the usage, and gives undefined: exit with 2. */
export function readArguments<T extends ParseArgsOptionsConfig>(
  args: readonly string[],
  { usage, options = {} as T, words: [least, most] = [0, 0] }: Wanted<T>,
): Parsed<T> | undefined {
  try {
    const parsed = parseArgs({ args: [...args], options, allowPositionals: true });
    const { length } = parsed.positionals;
    if (length < least) throw new Error('an argument is missing');
    if (length > most) throw new Error(`one argument too many: ${parsed.positionals[most]}`);
    return parsed;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\nusage: ${usage}\n`);
    return undefined;
  }
}
