export { type Conversion, convert } from './convert.ts';
export { createRateSources } from './create-rate-sources.ts';
export { createRates, type PairReport, type Rates, type RatesOptions } from './create-rates.ts';
export type { RateSource } from './ports.ts';
export { type ObservedRate, pairName, type Rate, type RatePair } from './rate.ts';
export { RateSourceError, RateUnavailableError } from './rates.errors.ts';
export { REFRESH_RATES, refreshRatesJob } from './refresh-rates.job.ts';
