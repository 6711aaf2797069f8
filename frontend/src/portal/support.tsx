'use client';
import { usePortalStrings } from './portal-strings.ts';

/** Whom to ask, and how: an e-mail address or a page of the merchant's. */
export function Support({
  merchant: { name, supportContact },
}: {
  readonly merchant: { readonly name: string; readonly supportContact: string | null };
}) {
  const t = usePortalStrings();
  if (supportContact === null) return <p className="text-sm text-soft">{t.noSupport(name)}</p>;
  const isPage = /^https?:\/\//.test(supportContact);
  return (
    <p className="text-sm text-soft">
      {t.supportOf(name)}{' '}
      <a
        href={isPage ? supportContact : `mailto:${supportContact}`}
        rel="noreferrer"
        className="text-ink underline wrap-anywhere"
      >
        {isPage ? new URL(supportContact).host : supportContact}
      </a>
    </p>
  );
}
