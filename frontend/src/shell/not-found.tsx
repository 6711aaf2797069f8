'use client';
import { useCommonStrings } from '../strings/common.ts';
import { LinkButton } from '../ui/button.tsx';
import { PlainPage } from './plain-page.tsx';

export function NotFound() {
  const t = useCommonStrings();
  return (
    <PlainPage>
      <h1 className="text-2xl font-semibold">{t.notFoundTitle}</h1>
      <p className="text-soft">{t.notFoundText}</p>
      <div>
        <LinkButton href="/">{t.home}</LinkButton>
      </div>
    </PlainPage>
  );
}
