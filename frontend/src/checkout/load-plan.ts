import 'server-only';
import { cache } from 'react';
import { queryApi } from '../graphql/query-api.ts';
import { PlanAtCheckoutDocument } from './checkout.generated.ts';

/** A plan on offer, asked for once for each page that is drawn. */
export const loadPlan = cache((id: string) => queryApi(PlanAtCheckoutDocument, { id }));
