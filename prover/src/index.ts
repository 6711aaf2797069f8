export { CONTRACT_VK, contractWasm } from './contract.ts';
export type { ProverControl } from './control.ts';
export { ProverStartError } from './errors.ts';
export type { ProverLogger } from './http/handler.ts';
export { isLie, LIES, type Lie } from './lies.ts';
export { type DevProver, type DevProverOptions, startDevProver } from './start-dev-prover.ts';
