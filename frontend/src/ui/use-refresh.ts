'use client';
import { useEffect, useRef } from 'react';

const REFRESH_MS = 10_000;

/** Asks again now and then while somebody looks: for what comes from many sides at once. */
export function useRefresh(refetch: () => void, everyMs = REFRESH_MS): void {
  const latest = useRef(refetch);
  useEffect(() => {
    latest.current = refetch;
  });
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') latest.current();
    }, everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
}
