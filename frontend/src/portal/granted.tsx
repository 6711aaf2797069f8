'use client';
import { useFormats } from '../format/format-context.tsx';

/** What a plan grants, in its merchant's words; numbers count for each of the quantity. */
export function Granted({
  features,
  quantity,
}: {
  readonly features: Readonly<Record<string, unknown>>;
  readonly quantity: number;
}) {
  const format = useFormats();
  const text = (value: unknown) =>
    typeof value === 'number' ? format.number(value * quantity) : String(value);
  return (
    <ul>
      {Object.entries(features).map(([key, value]) => (
        <li key={key}>
          {key}
          {value !== true && `: ${text(value)}`}
        </li>
      ))}
    </ul>
  );
}
