import 'reflect-metadata';
import { ArgsType, type ClassType, Field, Int, ObjectType } from 'type-graphql';
import { InvalidInputError } from '../errors/index.ts';
import { type IdKind, isId } from '../ids.ts';

export const PAGE_SIZE_DEFAULT = 20;
export const PAGE_SIZE_LIMIT = 100;

/** `first` and `after` of every list. Extend it where a list has filters too. */
@ArgsType()
export class PageArgs {
  @Field(() => Int, { defaultValue: PAGE_SIZE_DEFAULT, description: `How many, 1 to ${PAGE_SIZE_LIMIT}.` })
  declare first: number;

  @Field(() => String, {
    nullable: true,
    description: 'The endCursor of the page before; none for the first page.',
  })
  declare after?: string | null;
}

/** What a repository needs: rows with `id < beforeId` (when given), `ORDER BY id DESC LIMIT take`. */
export interface Page {
  readonly first: number;
  /** One more than asked for, which tells whether there is a next page. */
  readonly take: number;
  readonly beforeId: string | undefined;
}

export interface Edge<Node> {
  readonly cursor: string;
  readonly node: Node;
}

export interface Connection<Node> {
  readonly edges: readonly Edge<Node>[];
  readonly nodes: readonly Node[];
  readonly pageInfo: PageInfo;
}

@ObjectType()
export class PageInfo {
  @Field(() => Boolean)
  declare hasNextPage: boolean;

  @Field(() => String, { nullable: true, description: 'Give it as `after` to get the next page.' })
  declare endCursor: string | null;
}

/** Lists run newest first by id: TypeIDs sort by creation, and an id never moves while somebody pages. */
export function cursorOf(id: string): string {
  return Buffer.from(id).toString('base64url');
}

/** @throws InvalidInputError for `first` out of range, or a cursor that is not one of this kind. */
export function readPage({ first, after }: Pick<PageArgs, 'first' | 'after'>, kind: IdKind): Page {
  if (!(Number.isInteger(first) && first >= 1 && first <= PAGE_SIZE_LIMIT)) {
    throw new InvalidInputError('first', `from 1 to ${PAGE_SIZE_LIMIT}`);
  }
  if (after === undefined || after === null) return { first, take: first + 1, beforeId: undefined };
  const beforeId = Buffer.from(after, 'base64url').toString();
  if (!isId(kind, beforeId)) throw new InvalidInputError('after', 'a cursor from this list');
  return { first, take: first + 1, beforeId };
}

/** Turns up to `page.take` rows, newest first, into the page that was asked for. */
export function toConnection<Row extends { readonly id: string }, Node = Row>(
  rows: readonly Row[],
  page: Page,
  toNode: (row: Row) => Node,
): Connection<Node> {
  const edges = rows.slice(0, page.first).map((row) => ({ cursor: cursorOf(row.id), node: toNode(row) }));
  return {
    edges,
    nodes: edges.map(({ node }) => node),
    pageInfo: { hasNextPage: rows.length > page.first, endCursor: edges.at(-1)?.cursor ?? null },
  };
}

/** The GraphQL types `<name>Connection` and `<name>Edge` around an object type. Call it once per type. */
export function connectionOf<Node extends object>(
  NodeType: ClassType<Node>,
  name: string,
): ClassType<Connection<Node>> {
  @ObjectType(`${name}Edge`)
  class NodeEdge {
    @Field(() => String)
    declare cursor: string;

    @Field(() => NodeType)
    declare node: Node;
  }

  @ObjectType(`${name}Connection`)
  class NodeConnection {
    @Field(() => [NodeEdge])
    declare edges: NodeEdge[];

    @Field(() => [NodeType])
    declare nodes: Node[];

    @Field(() => PageInfo)
    declare pageInfo: PageInfo;
  }
  return NodeConnection;
}
