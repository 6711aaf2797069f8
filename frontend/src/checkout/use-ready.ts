import { useEffect, useState } from 'react';

const LATEST_MS = 1_500;

/** False until the page has loaded and the browser has nothing better to do: what can wait, waits for that. */
export function useReady(): boolean {
  const [ready, setReady] = useState(false);
  useEffect(() => {
    let stop = () => {};
    const later = () => {
      if ('requestIdleCallback' in window) {
        const handle = window.requestIdleCallback(() => setReady(true), { timeout: LATEST_MS });
        stop = () => window.cancelIdleCallback(handle);
      } else {
        const timer = setTimeout(() => setReady(true), 200);
        stop = () => clearTimeout(timer);
      }
    };
    if (document.readyState === 'complete') later();
    else {
      window.addEventListener('load', later, { once: true });
      stop = () => window.removeEventListener('load', later);
    }
    return () => stop();
  }, []);
  return ready;
}
