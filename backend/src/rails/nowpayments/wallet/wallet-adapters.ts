import type { Clock } from '../../../platform/clock.ts';
import type { Config } from '../../../platform/config/index.ts';
import type { NoticeReader, WalletServices } from '../../../wallet/index.ts';
import { parseIpn } from '../ipn/parse-ipn.ts';
import { verifyIpn } from '../ipn/verify-ipn.ts';
import type { NowPayments } from '../nowpayments.ts';
import { PROVIDER } from './assets.ts';
import { createDepositAdapter } from './deposit-adapter.ts';
import { depositReport } from './deposit-report.ts';
import { createPayoutAdapter } from './payout-adapter.ts';
import { payoutReport } from './payout-report.ts';

type Adapters = Pick<WalletServices, 'depositProvider' | 'payoutProvider' | 'noticeReader'>;

/**
 * What the wallet is given of NOWPayments: nothing without an API key, no payouts without an account. Its
 * notifications come to `PUBLIC_URL`.
 */
export function walletAdapters(
  config: Pick<Config, 'PUBLIC_URL' | 'NOWPAYMENTS_IPN_SECRET' | 'NOWPAYMENTS_EMAIL'>,
  clock: Clock,
  client: NowPayments | undefined,
): Adapters {
  const secret = config.NOWPAYMENTS_IPN_SECRET;
  if (client === undefined || secret === undefined) return {};
  const callbackUrl = `${config.PUBLIC_URL.replace(/\/$/, '')}/api/webhooks/${PROVIDER}`;
  return {
    depositProvider: createDepositAdapter({ client, clock, callbackUrl }),
    payoutProvider:
      config.NOWPAYMENTS_EMAIL === undefined ? undefined : createPayoutAdapter({ client, callbackUrl }),
    noticeReader: createNoticeReader(secret, clock),
  };
}

function createNoticeReader(secret: string, clock: Clock): NoticeReader {
  return {
    name: PROVIDER,
    signatureHeader: 'x-nowpayments-sig',
    isGenuine: (body, signature) => verifyIpn(body, signature, secret),
    read(body) {
      const ipn = parseIpn(body);
      return ipn.kind === 'payment'
        ? { kind: 'deposit', report: depositReport(ipn.payment, clock.now()) }
        : { kind: 'payout', report: payoutReport(ipn.payout) };
    },
  };
}
