'use client';
import { Button } from '../ui/button.tsx';
import { useSettingsStrings } from './settings-strings.ts';

/** Saves, or says who could. */
export function SaveRow({
  busy,
  allowed,
  reason,
}: {
  readonly busy: boolean;
  readonly allowed: boolean;
  readonly reason: string;
}) {
  const t = useSettingsStrings();
  if (!allowed) return <p className="text-sm text-soft">{reason}</p>;
  return (
    <div>
      <Button type="submit" look="primary" busy={busy}>
        {t.save}
      </Button>
    </div>
  );
}
