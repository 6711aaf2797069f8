import { usePayStrings } from './pay-strings.ts';

/** In the place of what is about to come, as high as it will be at least. */
export function Waiting() {
  const t = usePayStrings();
  return (
    <div role="status" aria-label={t.loading} className="min-h-112 animate-pulse rounded-control bg-raised" />
  );
}
