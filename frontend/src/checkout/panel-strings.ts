import { useTexts } from '../strings/locale.tsx';

const en = {
  bitcoin: {
    send: 'Send exactly',
    sats: (amount: string) => `${amount} sat`,
    to: 'To this address',
    qr: (amount: string, address: string) => `QR code: pay ${amount} BTC to ${address}`,
    scan: 'Scan with any Bitcoin wallet',
    open: 'Open in a wallet',
    copyAmount: 'Copy the amount',
    copyAddress: 'Copy the address',
    noFee: 'Your wallet adds the network fee. The address is for this invoice alone.',
    holds: (clock: string) => `The price holds for ${clock}`,
    holdsNote: 'Then it is renewed by itself. What comes later counts at the rate of that moment.',
    renewing: 'Renewing the price…',
    fixed: 'The price is in bitcoin: it does not change.',
    failed: 'There is no price right now',
  },
  charms: {
    lead: 'One transaction pays the merchant and brings the token into your wallet. It is checked in this browser before your wallet opens.',
    prepare: 'Prepare the transaction',
    again: 'Prepare another one',
    notYours: 'This invoice is for another wallet. Sign in with the one that you subscribed with.',
  },
  balance: {
    have: 'You have',
    pay: 'You pay',
    left: 'You keep',
    confirmTitle: (amount: string) => `Pay ${amount} from your balance?`,
    confirmText: (merchant: string) => `It goes to ${merchant} at once. Only they can give it back.`,
    button: (amount: string) => `Pay ${amount}`,
    tooLittle: (amount: string) => `${amount} more is needed for this.`,
    wallet: 'To your wallet',
  },
  signIn: {
    charms: 'Sign in with the wallet that you subscribe with',
    balance: 'Sign in to pay from your balance',
    subscribe: 'Sign in with your wallet',
    text: 'You sign a message: it costs nothing and moves no coins.',
    as: 'Signed in as',
    other: 'Take another wallet',
  },
  development: {
    title: 'Test network',
    pay: 'Pay with the development wallet',
    hint: 'Test coins of no value, from a wallet in this browser.',
    mine: 'Mine a block',
    mined: 'Mined',
    failed: 'It did not work. Try again.',
  },
};

const catalogs = { en };

export function usePanelStrings() {
  return useTexts(catalogs);
}
