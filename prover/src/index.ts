export { CONTRACT_VK, contractWasm } from './contract.ts';
