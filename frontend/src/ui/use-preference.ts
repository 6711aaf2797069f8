'use client';
import { useCallback, useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', listener);
  };
}

/** A choice that this browser remembers, under `charmbills.<name>`; `standard` until one was made. */
export function usePreference(name: string, standard: string): readonly [string, (value: string) => void] {
  const key = `charmbills.${name}`;
  const value = useSyncExternalStore(
    subscribe,
    () => localStorage.getItem(key) ?? standard,
    () => standard,
  );
  const set = useCallback(
    (next: string) => {
      localStorage.setItem(key, next);
      for (const listener of listeners) listener();
    },
    [key],
  );
  return [value, set];
}
