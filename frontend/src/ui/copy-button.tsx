'use client';
import { useState } from 'react';
import { useCommonStrings } from '../strings/common.ts';
import { Button } from './button.tsx';

/** Puts a text into the clipboard and says so. */
export function CopyButton({ text, label }: { readonly text: string; readonly label?: string }) {
  const t = useCommonStrings();
  const [copied, setCopied] = useState(false);
  return (
    <Button
      size="small"
      onClick={async () => {
        await navigator.clipboard.writeText(text);
        setCopied(true);
      }}
      onBlur={() => setCopied(false)}
    >
      <span aria-live="polite">{copied ? t.copied : (label ?? t.copy)}</span>
    </Button>
  );
}

/** A long text of which the middle says little: an address, an id. Selecting or copying takes all of it. */
export function Shortened({ text, ends = 8 }: { readonly text: string; readonly ends?: number }) {
  if (text.length <= ends * 2 + 1) return <span className="font-mono text-sm">{text}</span>;
  return (
    <span className="font-mono text-sm" title={text}>
      <span aria-hidden="true">
        {text.slice(0, ends)}…{text.slice(-ends)}
      </span>
      <span className="sr-only">{text}</span>
    </span>
  );
}
