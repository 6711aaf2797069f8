import type { UseQueryState } from 'urql';
import type { PortfolioNowQuery } from './overview.generated.ts';

/** The portfolio as it is asked for once, for all parts of the page that show it. */
export interface PortfolioResult {
  readonly result: Pick<UseQueryState<PortfolioNowQuery>, 'data' | 'error'>;
  readonly onRetry: () => void;
}
