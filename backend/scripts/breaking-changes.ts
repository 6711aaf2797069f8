import { buildSchema, findBreakingChanges, findDangerousChanges } from 'graphql';

/** A change that old clients may notice, which was decided on nevertheless. */
export interface AcceptedChange {
  /** As the check prints it. */
  readonly change: string;
  /** Why, and what clients should do. */
  readonly reason: string;
}

export interface SchemaChanges {
  /** What breaks clients and is not accepted. */
  readonly refused: readonly string[];
  /** What breaks clients and is. */
  readonly accepted: readonly string[];
  /** What may surprise clients that do not expect it, such as a new value of an enum. */
  readonly dangerous: readonly string[];
}

/** What became of clients of an earlier schema. An accepted change needs a reason in words. */
export function compareSchemas(
  before: string,
  after: string,
  accepted: readonly AcceptedChange[] = [],
): SchemaChanges {
  const [old, now] = [buildSchema(before), buildSchema(after)];
  const text = ({ type, description }: { type: string; description: string }) => `${type}: ${description}`;
  const breaking = findBreakingChanges(old, now).map(text).sort();
  const isAccepted = (change: string) =>
    accepted.some((each) => each.change === change && each.reason.trim() !== '');
  return {
    refused: breaking.filter((change) => !isAccepted(change)),
    accepted: breaking.filter(isAccepted),
    dangerous: findDangerousChanges(old, now).map(text),
  };
}
