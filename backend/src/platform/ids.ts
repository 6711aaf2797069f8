import { TypeID, typeid } from 'typeid-js';

/** The prefix of every kind of id, by what it names. */
export const ID_PREFIXES = {
  person: 'person',
  challenge: 'chal',
  session: 'sess',
  portalSession: 'portal',
  email: 'mail',
  merchant: 'mer',
  apiKey: 'key',
  plan: 'plan',
  price: 'price',
  customer: 'cus',
  subscription: 'sub',
  invoice: 'inv',
  quote: 'quote',
  payment: 'pay',
  creditNote: 'cn',
  refund: 'rfnd',
  transaction: 'tx',
  spellJob: 'spell',
  account: 'acct',
  hold: 'hold',
  posting: 'post',
  auditEntry: 'audit',
  deposit: 'dep',
  depositReview: 'drev',
  withdrawal: 'wd',
  offer: 'offer',
  trade: 'trade',
  message: 'msg',
  swapQuote: 'swapq',
  swap: 'swap',
  fiatOrder: 'fiat',
  fiatEntry: 'fiatent',
  savingsMove: 'save',
  commission: 'comm',
  treasuryMove: 'trsy',
  webhookEndpoint: 'whe',
  webhookMessage: 'evt',
  webhookDelivery: 'whd',
  referral: 'ref',
  legacyLink: 'link',
  receivingKey: 'rkey',
} as const;

export type IdKind = keyof typeof ID_PREFIXES;

/** A new TypeID (https://github.com/jetify-com/typeid): the prefix and a UUIDv7, so ids sort by creation. */
export function newId(kind: IdKind): string {
  return typeid(ID_PREFIXES[kind]).toString();
}

/** Whether `text` is a well-formed id of this kind. */
export function isId(kind: IdKind, text: string): boolean {
  try {
    return TypeID.fromString(text).getType() === ID_PREFIXES[kind];
  } catch {
    return false;
  }
}
