import type { ReceivedMail } from './received-mail.ts';

/** What has arrived, the newest first. */
export function mailPage(messages: readonly ReceivedMail[]): string {
  const entries = messages
    .toReversed()
    .map(
      ({ from, to, subject, text, at }) =>
        `<article><h2>${escaped(subject)}</h2><p>${escaped(`${at} ${from} → ${to.join(', ')}`)}</p><pre>${escaped(text)}</pre></article>`,
    );
  return `<!doctype html><html lang="en"><head><title>Mailbox</title><style>body{font-family:sans-serif;max-width:50rem;margin:2rem auto}pre{white-space:pre-wrap}</style></head><body><h1>Mailbox</h1>${entries.join('') || '<p>Nothing has been sent yet.</p>'}</body></html>`;
}

function escaped(text: string): string {
  const named: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
  return text.replaceAll(/[&<>]/g, (character) => named[character] ?? character);
}
