/** What a dashboard asks for, each with 20 rows of a list and what is shown beside them. */
export interface DashboardQuery {
  readonly name: string;
  readonly query: string;
}

const PAGE_INFO = 'pageInfo { hasNextPage endCursor }';

export const DASHBOARD_QUERIES: readonly DashboardQuery[] = [
  {
    name: 'plans',
    query: `query Plans($merchantId: ID!) { plans(merchantId: $merchantId, first: 20) { ${PAGE_INFO} nodes {
      id name status description createdAt activatedAt payoutAddress
      prices { id nickname amount currency active trialDays graceDays interval { unit count } } } } }`,
  },
  {
    name: 'subscriptions',
    query: `query Subscriptions($merchantId: ID!) { subscriptions(merchantId: $merchantId, first: 20) { ${PAGE_INFO} nodes {
      id status quantity createdAt accessUntil cancelAtPeriodEnd
      paidThrough trialEndsAt plan { id name price { amount currency interval { unit count } } } customer { id name address email } } } }`,
  },
  {
    name: 'invoices',
    query: `query Invoices($merchantId: ID!) { invoices(merchantId: $merchantId, first: 20) { ${PAGE_INFO} nodes {
      id number status kind currency subtotal tax total paid amountDue dueAt paidAt createdAt
      customer { id name address } } } }`,
  },
  {
    name: 'customers',
    query: `query Customers($merchantId: ID!) { customers(merchantId: $merchantId, first: 20) { ${PAGE_INFO} nodes {
      id name email address taxId createdAt metadata { key value } } } }`,
  },
  {
    name: 'overview',
    query: `query Overview($merchantId: ID!) {
      reports(merchantId: $merchantId, from: "2026-01-01", to: "2027-01-01", currency: "USD") {
        recurring { mrrTotal movements { currency mrr arr } customers { opening gained lost closing } }
        revenue { total sums { currency amount } }
        receivables { outstandingTotal outstanding { currency age amount invoices } } }
      subscriptions(merchantId: $merchantId, first: 5) { nodes { id status plan { name } customer { name address } } }
      invoices(merchantId: $merchantId, first: 5) { nodes { id number status total currency } } }`,
  },
];
