import 'reflect-metadata';
import { ReceivingKeyResolver } from './receiving-key.resolver.ts';

export { createBitcoinRail } from './bitcoin-rail.ts';
export { bitcoinRailObserver } from './bitcoin-rail-observer.ts';
export { type ReceivingKeyInput, removeReceivingKey, setReceivingKey } from './set-receiving-key.ts';

export const bitcoinRailResolvers = [ReceivingKeyResolver] as const;
