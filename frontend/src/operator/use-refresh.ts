'use client';
import { useEffect } from 'react';

/** Does something again and again while somebody looks at the page. */
export function useRefresh(refresh: () => void, everyMs: number): void {
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') refresh();
    }, everyMs);
    return () => clearInterval(timer);
  }, [refresh, everyMs]);
}
