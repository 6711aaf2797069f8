export type { DemoData, DemoDataContext } from './demo-data.ts';
export { StackError, type StackErrorCode } from './errors.ts';
export type { Faucet, FundedOutput } from './faucet.ts';
export { bitcoinOf, type RpcCall, type RpcEndpoint, RpcFailure, rpcCaller, satsOf } from './rpc.ts';
export { type Stack, type StackOptions, startStack } from './stack.ts';
export type { StackParts } from './stack-parts.ts';
