'use client';
import { useSyncExternalStore } from 'react';
import { useConnection } from '../graphql/api-context.tsx';
import { useCommonStrings } from '../strings/common.ts';

function onNetworkChange(listener: () => void): () => void {
  window.addEventListener('online', listener);
  window.addEventListener('offline', listener);
  return () => {
    window.removeEventListener('online', listener);
    window.removeEventListener('offline', listener);
  };
}

/** Says when what is shown may be out of date: the network is gone, or live updates are. Lies over the page: moves nothing. */
export function ConnectionBanner() {
  const t = useCommonStrings();
  const online = useSyncExternalStore(
    onNetworkChange,
    () => navigator.onLine,
    () => true,
  );
  const lost = useConnection() === 'lost';
  return (
    <div role="status" className="pointer-events-none fixed inset-x-4 top-2 z-60 flex justify-center">
      {(!online || lost) && (
        <p className="rounded-control border border-warn/40 bg-warn-tint px-4 py-2 text-sm shadow-popup">
          {online ? t.liveLost : `${t.offlineTitle}. ${t.offlineText}`}
        </p>
      )}
    </div>
  );
}
