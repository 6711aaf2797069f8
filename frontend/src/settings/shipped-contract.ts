/**
 * Verification key of the contract that ships with the product (`prover/contract/build`), kept here as well: what the API
 * says is no measure for what it asks people to sign.
 */
export const SHIPPED_CONTRACT_VK = 'c7b914464fa0f6b8528fb738d7744f3b9a74de5e05943ddec10bde6ef53f052c';
