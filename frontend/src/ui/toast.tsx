'use client';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';

interface Toasts {
  /** Says that something was done. */
  good(text: string): void;
  /** Says that something failed which shows nowhere else. */
  bad(text: string): void;
}

const SHOWN_MS = 6_000;
const ToastContext = createContext<Toasts | undefined>(undefined);

/** Short news at the edge of the page, read out to those who do not see it. */
export function ToastProvider({ children }: { readonly children: ReactNode }) {
  const [shown, setShown] = useState<{ readonly text: string; readonly tone: 'good' | 'bad' }>();
  const toasts = useMemo<Toasts>(
    () => ({
      good: (text) => setShown({ text, tone: 'good' }),
      bad: (text) => setShown({ text, tone: 'bad' }),
    }),
    [],
  );
  useEffect(() => {
    if (shown === undefined) return;
    const timer = setTimeout(() => setShown(undefined), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [shown]);
  return (
    <ToastContext value={toasts}>
      {children}
      <div
        aria-live="polite"
        className="pointer-events-none fixed inset-x-4 bottom-4 z-60 flex justify-center"
      >
        {shown && (
          <p
            className={`rounded-control px-4 py-2.5 font-medium shadow-popup ${shown.tone === 'good' ? 'bg-ink text-canvas' : 'bg-bad text-on-bad'}`}
          >
            {shown.text}
          </p>
        )}
      </div>
    </ToastContext>
  );
}

export function useToast(): Toasts {
  const toasts = useContext(ToastContext);
  if (toasts === undefined) throw new Error('useToast outside of ToastProvider');
  return toasts;
}
