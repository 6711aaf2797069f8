import type { ReactNode } from 'react';
import { CheckoutFrame, type Seller } from './checkout-frame.tsx';

/** In place of what cannot be bought or paid: says so kindly, with a way on where there is one. */
export function Unavailable({
  seller,
  title,
  text,
  action,
}: {
  readonly seller?: Seller | undefined;
  readonly title: string;
  readonly text: string;
  readonly action?: ReactNode;
}) {
  return (
    <CheckoutFrame seller={seller}>
      <div className="mx-auto flex max-w-lg flex-col items-center gap-3 py-16 text-center">
        <h1 className="text-2xl font-semibold tracking-tight">{title}</h1>
        <p className="text-soft">{text}</p>
        {action}
      </div>
    </CheckoutFrame>
  );
}
