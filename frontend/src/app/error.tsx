'use client';
import { PlainPage } from '../shell/plain-page.tsx';
import { useCommonStrings } from '../strings/common.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';

/** What is shown when drawing a page failed. */
export default function ErrorPage({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  const t = useCommonStrings();
  return (
    <PlainPage>
      <h1 className="text-2xl font-semibold">{t.somethingWrong}</h1>
      <Notice tone="bad" title={t.failedTitle} actions={<Button onClick={reset}>{t.retry}</Button>}>
        {error.digest && t.reference(error.digest)}
      </Notice>
    </PlainPage>
  );
}
