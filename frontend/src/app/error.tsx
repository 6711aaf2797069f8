'use client';
import { failureStrings } from '../shell/failure-strings.ts';
import { useTexts } from '../strings/locale.tsx';
import { buttonClasses } from '../ui/button-classes.ts';

/** What is shown when drawing a page failed. Every page brings it along: it uses next to nothing. */
export default function ErrorPage({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  const t = useTexts(failureStrings);
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-xl flex-col justify-center gap-6 px-4 py-6">
      <h1 className="text-2xl font-semibold">{t.title}</h1>
      <p role="alert">
        {t.text} {error.digest && t.reference(error.digest)}
      </p>
      <div>
        <button type="button" className={buttonClasses()} onClick={reset}>
          {t.retry}
        </button>
      </div>
    </main>
  );
}
