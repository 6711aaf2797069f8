/** The mark: a bill with a charm on it. */
export function Logo({ className = 'size-7' }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" className={className}>
      <rect x="2" y="2" width="28" height="28" rx="8" fill="var(--product)" />
      <path
        d="M10 9h12v14l-3-2-3 2-3-2-3 2z"
        fill="none"
        stroke="var(--on-product)"
        strokeWidth="2"
        strokeLinejoin="round"
      />
      <path
        d="m16 11.5 1.3 2.7 2.9.4-2.1 2 .5 2.9-2.6-1.4-2.6 1.4.5-2.9-2.1-2 2.9-.4z"
        fill="var(--on-product)"
      />
    </svg>
  );
}
