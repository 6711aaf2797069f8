import { registerEnumType } from 'type-graphql';
import type { RailName } from './ports.ts';

export const RailEnum = {
  CHARMS: 'charms',
  BITCOIN: 'bitcoin',
  BALANCE: 'balance',
} as const satisfies Record<Uppercase<RailName>, RailName>;

registerEnumType(RailEnum, {
  name: 'Rail',
  description:
    'A way to pay. CHARMS: the transaction that mints the periods. BITCOIN: an address. BALANCE: the internal wallet.',
});
