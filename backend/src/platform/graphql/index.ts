export { createLoader, type LoaderDefinition, Loaders } from './loader.ts';
export {
  type Connection,
  connectionOf,
  cursorOf,
  type Edge,
  PAGE_SIZE_LIMIT,
  type Page,
  PageArgs,
  PageInfo,
  readPage,
  toConnection,
} from './pagination.ts';
export { Amount, DateTime } from './scalars.ts';
export { type EventSubscription, subscribeToEvents } from './subscribe-to-events.ts';
