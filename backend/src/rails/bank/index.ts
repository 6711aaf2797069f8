export { BankAnswerWrongError, BankRefusedError, BankUnavailableError } from './bank.errors.ts';
export { bankRailFromConfig } from './bank-rail-from-config.ts';
export { type BankRailOptions, createBankRail } from './create-bank-rail.ts';
