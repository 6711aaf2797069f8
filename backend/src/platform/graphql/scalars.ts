import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';
import { GraphQLDateTime } from 'graphql-scalars';

const AMOUNT = /^(0|-?[1-9]\d{0,37})$/;

function parseAmount(value: unknown): bigint {
  if (typeof value !== 'string' || !AMOUNT.test(value)) {
    throw new GraphQLError('Amount must be an integer as a decimal string, such as "2500"');
  }
  return BigInt(value);
}

/** An integer in the smallest unit of its currency. Text on the wire: JSON numbers lose digits past 2^53. */
export const Amount = new GraphQLScalarType<bigint, string>({
  name: 'Amount',
  description: 'An integer amount in the smallest unit of its currency, as a decimal string.',
  serialize(value) {
    if (typeof value !== 'bigint') throw new TypeError(`an Amount is a bigint, not ${typeof value}`);
    return value.toString();
  },
  parseValue: parseAmount,
  parseLiteral(node) {
    return parseAmount(node.kind === Kind.STRING || node.kind === Kind.INT ? node.value : undefined);
  },
});

/** An instant: ISO 8601 with its offset when read, in UTC when written. A Date in code. */
export const DateTime = GraphQLDateTime;
