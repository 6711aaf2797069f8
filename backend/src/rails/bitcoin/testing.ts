import { type ReceivingBranch, readReceivingBranch, receivingAddress } from '../../bitcoin/index.ts';

/** For tests: an account's key of the seed phrase of BIP 49, of which nobody receives anything. */
export const TEST_KEY =
  'upub5EFU65HtV5TeiSHmZZm7FUffBGy8UKeqp7vw43jYbvZPpoVsgU93oac7Wk3u6moKegAEWtGNF8DehrnHtv21XXEMYRUocHqguyjknFHYfgY';

export const TEST_BRANCH: ReceivingBranch = readReceivingBranch(TEST_KEY, 'regtest');

export const testAddress = (index: number): string => receivingAddress(TEST_BRANCH, index, 'regtest').address;

export const FIRST_ADDRESS = testAddress(0);
