import type { PlatformServices } from '../../platform/services.ts';
import { kept, within } from '../health/kept.ts';
import { readFigures, readQueueFigures } from './figures.repository.ts';
import type { Figures } from './figures.ts';

export interface FiguresReader {
  /** As of now, or of at most a few seconds ago. @throws when the database does not answer */
  read(): Promise<Figures>;
  /** The last that were read, however long ago. */
  readonly last: Figures | undefined;
}

const KEPT_MS = 5_000;
const TIMEOUT_MS = 5_000;

/** Reads the figures of the installation at most once in five seconds, however many ask. */
export function createFiguresReader(
  { database, clock }: Pick<PlatformServices, 'database' | 'clock'>,
  keptMs = KEPT_MS,
): FiguresReader {
  let last: Figures | undefined;
  const read = kept(async () => {
    const now = clock.now();
    const [figures, queues] = await within(
      TIMEOUT_MS,
      Promise.all([readFigures(database.client, now), readQueueFigures(database.client)]),
    );
    last = { ...figures, queues };
    return last;
  }, keptMs);
  return {
    read,
    get last() {
      return last;
    },
  };
}
