const en = {
  sellerLabel: 'Who is paid',
  testMode: 'Test mode',
  support: 'Questions? Ask',
  noSupport: 'Questions? Ask the merchant.',
  foot: 'Paid from wallet to wallet, with',
  product: 'CharmBills',
};

/** Drawn on the server: they are no part of what a browser loads. */
export const frameStrings = { en };
