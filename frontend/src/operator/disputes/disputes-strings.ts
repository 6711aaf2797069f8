import { useTexts } from '../../strings/locale.tsx';

const en = {
  title: 'Disputes',
  lead: 'Trades that buyer and seller do not agree on. What is sold lies in escrow until you decide.',
  trade: (amount: string, price: string) => `${amount} for ${price}`,
  buyer: 'Buyer',
  seller: 'Seller',
  record: (completed: number, failed: number) => `${completed} trades seen through, ${failed} not`,
  method: 'Paid by',
  reference: 'Reference of the payment',
  markedPaid: 'Marked as paid',
  disputedBy: 'Disputed by',
  says: 'Says',
  evidence: 'Evidence',
  messages: 'What they said',
  noMessages: 'Nothing.',
  toBuyer: 'Give it to the buyer',
  toSeller: 'Give it back to the seller',
  toBuyerText: 'The escrow goes to the buyer, for good. Both read the reason.',
  toSellerText: 'The escrow goes back to the seller, for good. Both read the reason.',
  decideTitle: 'Decide this dispute?',
  emptyTitle: 'No dispute',
  emptyText: 'Trades that somebody disputes show up here, with what both sides said.',
};

const catalogs = { en };

export function useDisputesStrings() {
  return useTexts(catalogs);
}
