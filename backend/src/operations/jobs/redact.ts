import { scrubText } from '../../platform/logging/index.ts';

/** Fields of a job that hold what nobody else is to see, whatever they are called around it. */
const SECRET =
  /secret|password|token|signature|psbt|signed|private|mnemonic|seed|email|recipient|authorization|cookie/i;
const REMOVED = '[redacted]';
const TEXT_LENGTH = 1_000;
const ITEMS = 100;
const DEPTH = 6;

/** As much of a job's payload or error as operators need: without secrets, and of bounded size. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return shorten(scrubText(value));
  if (typeof value !== 'object' || value === null) return value;
  if (depth === DEPTH) return '…';
  if (Array.isArray(value)) return value.slice(0, ITEMS).map((item) => redact(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, ITEMS)
      .map(([key, item]) => [key, SECRET.test(key) && item !== null ? REMOVED : redact(item, depth + 1)]),
  );
}

function shorten(text: string): string {
  return text.length > TEXT_LENGTH ? `${text.slice(0, TEXT_LENGTH)}…` : text;
}

/** What went wrong, in one text: what the job runner keeps of an error has its message somewhere inside. */
export function errorText(output: unknown): string | null {
  if (output === null || output === undefined) return null;
  const inner = typeof output === 'object' && 'value' in output ? output.value : output;
  if (typeof inner === 'string') return shorten(scrubText(inner));
  const message =
    typeof inner === 'object' && inner !== null && 'message' in inner ? inner.message : undefined;
  return shorten(scrubText(typeof message === 'string' ? message : JSON.stringify(inner)));
}
