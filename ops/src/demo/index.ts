export { type ApiClient, ApiError, createApiClient, signIn } from './api-client.ts';
export { playStory } from './story.ts';
export { type AddressType, createDevWallet, type DevWallet } from './wallet.ts';
