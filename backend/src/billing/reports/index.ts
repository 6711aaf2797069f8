export { foldReports } from './fold-reports.ts';
export { type RevenueRow, readRevenue } from './revenue.repository.ts';
export { type Recurring, showRecurring } from './show-recurring.ts';
