/** The events of one subject, such as `invoice`. */
export interface EventGroup {
  readonly subject: string;
  readonly types: readonly string[];
}

/** Event types by their subject, in the order of the API. */
export function groupEventTypes(types: readonly string[]): EventGroup[] {
  const groups = Map.groupBy(types, (type) => type.slice(0, type.indexOf('.')));
  return [...groups].map(([subject, own]) => ({ subject, types: own }));
}

/** Whether what is chosen covers a type: by itself, by `subject.*`, or by `*`. */
export function covers(chosen: readonly string[], type: string): boolean {
  return (
    chosen.includes('*') || chosen.includes(type) || chosen.includes(`${type.slice(0, type.indexOf('.'))}.*`)
  );
}

/** What is chosen after a type, `subject.*` or `*` is ticked or unticked. The wider stands for all within it. */
export function choose(
  chosen: readonly string[],
  type: string,
  on: boolean,
  { types }: Pick<EventGroup, 'types'>,
): string[] {
  const subject = type.slice(0, type.indexOf('.'));
  const wide = `${subject}.*`;
  const others = chosen.filter((each) => each !== wide && !each.startsWith(`${subject}.`));
  if (type === wide) return on ? [...others, wide] : others;
  const own = types.filter((each) => (each === type ? on : covers(chosen, each)));
  return [...others, ...own];
}
