import type { Metadata } from 'next';
import { NewPlanPage } from '../../../../../../plans/new-plan-page.tsx';

export const metadata: Metadata = { title: 'New plan' };

export default function Page() {
  return <NewPlanPage />;
}
