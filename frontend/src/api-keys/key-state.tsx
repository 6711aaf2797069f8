'use client';
import { useFormats } from '../format/format-context.tsx';
import { Badge } from '../ui/badge.tsx';
import type { ApiKeyFactsFragment } from './api-keys.generated.ts';
import { useApiKeysStrings } from './api-keys-strings.ts';

/** Whether a key is good, and until when. */
export function KeyState({ apiKey: { revokedAt, expiresAt } }: { readonly apiKey: ApiKeyFactsFragment }) {
  const t = useApiKeysStrings();
  const format = useFormats();
  if (revokedAt !== null) return <Badge>{t.revoked}</Badge>;
  if (expiresAt === null) return <Badge tone="good">{t.active}</Badge>;
  if (Date.parse(expiresAt) <= Date.now()) return <Badge>{t.expired}</Badge>;
  return <Badge tone="warn">{t.ends(format.dateTime(expiresAt))}</Badge>;
}
