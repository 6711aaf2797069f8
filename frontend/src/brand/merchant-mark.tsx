export interface MarkedMerchant {
  readonly name: string;
  readonly logo: { readonly url: string; readonly width: number; readonly height: number } | null;
}

/**
 * A merchant's logo, or the first letter of its name. It stands beside the name, so it says nothing of its own. A logo has
 * white beneath it in both themes, as on paper; its box is known before it comes, so nothing moves.
 */
export function MerchantMark({ merchant: { name, logo } }: { readonly merchant: MarkedMerchant }) {
  if (logo === null) {
    return (
      <span
        aria-hidden="true"
        className="flex size-9 shrink-0 items-center justify-center rounded-full bg-accent-tint font-semibold text-accent uppercase"
      >
        {Array.from(name)[0]}
      </span>
    );
  }
  return (
    // biome-ignore lint/performance/noImgElement: it comes small from the API, whose address is known at run time alone
    <img
      src={logo.url}
      width={logo.width}
      height={logo.height}
      alt=""
      className="h-10 w-auto max-w-36 shrink-0 rounded-control bg-paper object-contain px-2 py-1"
    />
  );
}
