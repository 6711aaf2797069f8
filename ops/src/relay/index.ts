export { acceptsSpells } from './policy.ts';
export { type RelayOptions, type RelayServer, startRelay } from './start-relay.ts';
