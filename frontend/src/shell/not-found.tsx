import { SERVER_LOCALE } from '../strings/server-locale.ts';
import { buttonClasses } from '../ui/button-classes.ts';
import { failureStrings } from './failure-strings.ts';

/** Nothing is there. Drawn on the server alone: every page brings it along, and should not pay for it. */
export function NotFound() {
  const t = failureStrings[SERVER_LOCALE];
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-xl flex-col justify-center gap-6 px-4 py-6">
      <h1 className="text-2xl font-semibold">{t.notFoundTitle}</h1>
      <p className="text-soft">{t.notFoundText}</p>
      <div>
        <a href="/" className={buttonClasses()}>
          {t.home}
        </a>
      </div>
    </main>
  );
}
