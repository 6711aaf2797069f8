import type { Config } from '../platform/config/index.ts';

type LinkConfig = Pick<Config, 'FRONTEND_URL'>;

/** The page on which an invoice is shown and paid by whoever has the link. */
export function payUrl(config: LinkConfig, invoiceId: string): string {
  return frontendUrl(config, `pay/${invoiceId}`);
}

/** The page on which somebody subscribes to a plan. */
export function subscribeUrl(config: LinkConfig, planId: string): string {
  return frontendUrl(config, `subscribe/${planId}`);
}

function frontendUrl({ FRONTEND_URL }: LinkConfig, path: string): string {
  return `${FRONTEND_URL.replace(/\/$/, '')}/${path}`;
}
