export { createEncryption, type Encryption, UndecipherableError } from './encryption.ts';
