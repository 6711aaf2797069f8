import type { Metadata } from 'next';
import { ReviewsPage } from '../../../../operator/reviews/reviews-page.tsx';

export const metadata: Metadata = { title: 'Deposit reviews' };

export default function Page() {
  return <ReviewsPage />;
}
