import { useTexts } from '../../strings/locale.tsx';

const en = {
  title: 'Legacy wallets',
  lead: 'Balances that were brought over from the old system, until they are given to the person whose they are.',
  user: 'User of the old system',
  look: 'Look it up',
  linked: 'Given to',
  unlinked: 'Given to nobody yet',
  balances: 'Balances',
  available: 'Available',
  locked: 'Locked',
  nothing: 'Nothing is left in it.',
  person: 'Person',
  personHint: 'Their id here, such as per_…',
  link: 'Give it to this person',
  linkAgain: 'Move what has come free',
  locks: 'Locked in the old system',
  release: 'Unlock',
  releaseTitle: 'Unlock this?',
  releaseText: 'It becomes available to whom the wallet belongs.',
  capture: 'Paid outside',
  captureTitle: 'Take it out as paid outside?',
  captureText: 'Only when the old system has paid it.',
};

const catalogs = { en };

export function useLegacyStrings() {
  return useTexts(catalogs);
}
