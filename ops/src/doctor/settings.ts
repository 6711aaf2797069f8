import type { Config } from '../../../backend/src/platform/config/index.ts';
import { type Finding, ok, problem, warning } from './finding.ts';

/** What only this machine reaches. */
const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|::1)$/;
const LOCAL = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\]|0\.0\.0\.0)$/;

/** What single settings allow and together do not make sense, above all in production. */
export function judgeSettings(config: Config): Finding[] {
  return [...judgeEnvironment(config), ...judgeAddresses(config), ...judgeMoney(config)];
}

function judgeEnvironment(config: Config): Finding[] {
  const findings: Finding[] = [];
  const real = config.BITCOIN_NETWORK === 'mainnet';
  if (config.NODE_ENV === 'production') findings.push(ok('NODE_ENV', 'is production.'));
  else if (real) {
    findings.push(
      problem(
        'NODE_ENV',
        `is ${config.NODE_ENV} on mainnet: errors and the API show too much.`,
        'Set NODE_ENV=production.',
      ),
    );
  } else
    findings.push(
      warning('NODE_ENV', `is ${config.NODE_ENV}.`, 'Set NODE_ENV=production where others reach it.'),
    );
  if (config.NODE_ENV === 'production' && config.BITCOIN_NETWORK === 'regtest') {
    findings.push(
      warning(
        'BITCOIN_NETWORK',
        'is regtest, where coins are worth nothing.',
        'Set it to mainnet when this is meant.',
      ),
    );
  }
  if (config.NODE_ENV === 'production' && config.GRAPHQL_SANDBOX) {
    findings.push(
      warning(
        'GRAPHQL_SANDBOX',
        'shows the sandbox page and the schema to everybody.',
        'Leave it out in production.',
      ),
    );
  }
  if (real && config.CONFIRMATIONS < 2) {
    findings.push(
      warning(
        'CONFIRMATIONS',
        'is 1: a block that is replaced takes back what it settled.',
        'Set 2 or more on mainnet.',
      ),
    );
  }
  return findings;
}

function judgeAddresses(config: Config): Finding[] {
  if (config.NODE_ENV !== 'production') return [];
  const findings: Finding[] = [];
  for (const name of ['PUBLIC_URL', 'FRONTEND_URL'] as const) {
    const { protocol, hostname } = new URL(config[name]);
    if (LOCAL.test(hostname)) {
      findings.push(
        problem(name, `is ${hostname}, which others do not reach.`, 'Set it to the public address.'),
      );
    } else if (protocol !== 'https:') {
      findings.push(
        problem(name, 'is not https: sessions could be read on the way.', 'Set up TLS and use https://.'),
      );
    } else findings.push(ok(name, `is ${config[name]}.`));
  }
  const frontend = new URL(config.FRONTEND_URL).origin;
  if (config.CORS_ORIGINS.includes('*')) {
    findings.push(problem('CORS_ORIGINS', 'lets every page call the API.', `Set it to ${frontend}.`));
  } else if (
    !config.CORS_ORIGINS.some((origin) => URL.canParse(origin) && new URL(origin).origin === frontend)
  ) {
    findings.push(
      problem(
        'CORS_ORIGINS',
        `does not name ${frontend}: the pages there cannot call the API.`,
        `Add ${frontend}.`,
      ),
    );
  } else findings.push(ok('CORS_ORIGINS', 'names the frontend.'));
  const insecure = config.CORS_ORIGINS.filter((origin) => origin.startsWith('http://'));
  if (insecure.length > 0) {
    findings.push(
      warning(
        'CORS_ORIGINS',
        `lets ${insecure.join(', ')} call the API without TLS.`,
        'Leave it out in production.',
      ),
    );
  }
  if (!config.TRUST_PROXY && LOOPBACK.test(config.HOST)) {
    findings.push(
      warning(
        'TRUST_PROXY',
        'is off while only this machine reaches the port: behind a proxy all clients share one address and one limit.',
        'Set TRUST_PROXY=true behind exactly one proxy.',
      ),
    );
  }
  if (config.TRUST_PROXY && !LOOPBACK.test(config.HOST)) {
    findings.push(
      warning(
        'TRUST_PROXY',
        `is on and the port listens on ${config.HOST}: who reaches it past the proxy chooses their own address.`,
        'Let only the proxy reach the port, or set HOST=127.0.0.1.',
      ),
    );
  }
  return findings;
}

function judgeMoney(config: Config): Finding[] {
  const findings: Finding[] = [];
  const local = (text: string | undefined) => text !== undefined && LOCAL.test(new URL(text).hostname);
  const simulated = [
    config.NOWPAYMENTS_API_KEY === undefined ? undefined : 'NOWPAYMENTS_API_URL',
    'BANK_API_URL',
    'COINGECKO_API_URL',
    'KRAKEN_API_URL',
    'COINBASE_API_URL',
  ].filter((name) => name !== undefined && local(config[name as keyof Config] as string | undefined));
  if (config.BITCOIN_NETWORK === 'mainnet' && simulated.length > 0) {
    findings.push(
      problem(
        simulated.join(', '),
        'is on this machine: a simulator’s money and prices would count on mainnet.',
        'Name the real service.',
      ),
    );
  }
  if (config.NOWPAYMENTS_API_KEY === undefined) {
    findings.push(ok('NOWPAYMENTS_API_KEY', 'is not set: no deposits and withdrawals through NOWPayments.'));
  } else if (config.NOWPAYMENTS_EMAIL === undefined) {
    findings.push(
      warning(
        'NOWPAYMENTS_EMAIL',
        'is not set: deposits work, payouts do not.',
        'Set NOWPAYMENTS_EMAIL and NOWPAYMENTS_PASSWORD to pay out.',
      ),
    );
  } else if (config.NOWPAYMENTS_TOTP_SECRET === undefined) {
    findings.push(
      warning(
        'NOWPAYMENTS_TOTP_SECRET',
        'is not set: a person has to confirm each payout at NOWPayments.',
        'Set it to confirm them here.',
      ),
    );
  } else findings.push(ok('NOWPAYMENTS', 'is complete for deposits and payouts.'));
  if (config.BANK_API_URL === undefined)
    findings.push(ok('BANK_API_URL', 'is not set: no express buys by bank transfer.'));
  else if (
    config.NODE_ENV === 'production' &&
    !config.BANK_API_URL.startsWith('https:') &&
    !local(config.BANK_API_URL)
  ) {
    findings.push(problem('BANK_API_URL', 'is not https.', 'Use https://.'));
  }
  return findings;
}
