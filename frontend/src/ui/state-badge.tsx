import { Badge, type Tone } from './badge.tsx';

/** A state by its word and tone. */
export function StateBadge({
  word: { text, tone },
}: {
  readonly word: { readonly text: string; readonly tone: Tone };
}) {
  return <Badge tone={tone}>{text}</Badge>;
}
