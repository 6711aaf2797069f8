import { useState } from 'react';

export interface DevelopmentDeed {
  readonly busy: boolean;
  readonly failed: boolean;
  run(): Promise<void>;
}

/** Something that is done on a test network at the press of a button. */
export function useDevelopmentDeed(deed: () => Promise<unknown>): DevelopmentDeed {
  const [state, setState] = useState<'ready' | 'busy' | 'failed'>('ready');
  return {
    busy: state === 'busy',
    failed: state === 'failed',
    async run() {
      setState('busy');
      await deed().then(
        () => setState('ready'),
        () => setState('failed'),
      );
    },
  };
}
