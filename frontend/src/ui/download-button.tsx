'use client';
import { useState } from 'react';
import { useApi } from '../graphql/api-context.tsx';
import { useCommonStrings } from '../strings/common.ts';
import { Button } from './button.tsx';
import { saveFile } from './save-file.ts';
import { useToast } from './toast.tsx';

/** Saves a document of the API. It wants to know who asks, so the browser cannot simply open the address. */
export function DownloadButton({
  path,
  filename,
  label,
}: {
  readonly path: string;
  readonly filename: string;
  readonly label: string;
}) {
  const api = useApi();
  const t = useCommonStrings();
  const toast = useToast();
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    try {
      const response = await fetch(`${api.url}${path}`, { headers: api.headers });
      if (!response.ok) throw new Error(`HTTP ${response.status}`);
      saveFile(await response.blob(), filename);
    } catch {
      toast.bad(t.exportFailed);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button size="small" busy={busy} onClick={save}>
      {label}
    </Button>
  );
}
