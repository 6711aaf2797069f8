'use client';
import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { useCallback } from 'react';

export interface UrlFilters {
  /** What the address says; empty when it says nothing. */
  get(name: string): string;
  /** The same where it is one of those that there are. */
  pick<Value extends string>(name: string, options: readonly Value[]): Value | undefined;
  /** Writes it into the address, or takes it out when empty. */
  set(name: string, value: string): void;
}

/** Filters of a list in the address of its page: they survive a reload, and can be linked to. */
export function useUrlFilters(): UrlFilters {
  const params = useSearchParams();
  const path = usePathname();
  const router = useRouter();
  const set = useCallback(
    (name: string, value: string) => {
      const next = new URLSearchParams(params);
      if (value === '') next.delete(name);
      else next.set(name, value);
      router.replace(`${path}${next.size > 0 ? `?${next}` : ''}`, { scroll: false });
    },
    [params, path, router],
  );
  return {
    get: (name) => params.get(name) ?? '',
    pick: (name, options) => options.find((each) => each === params.get(name)),
    set,
  };
}

/** The instant at which a day begins that a date control gave, in UTC; null for none. */
export function startOfDay(day: string): string | null {
  return /^\d{4}-\d{2}-\d{2}$/.test(day) ? `${day}T00:00:00.000Z` : null;
}

/** The same of the day after. */
export function endOfDay(day: string): string | null {
  const start = startOfDay(day);
  return start && new Date(Date.parse(start) + 86_400_000).toISOString();
}
