const PORTS = {
  nowpayments: { variable: 'SANDBOX_NOWPAYMENTS_PORT', fallback: 8090 },
  coingecko: { variable: 'SANDBOX_COINGECKO_PORT', fallback: 8091 },
  kraken: { variable: 'SANDBOX_KRAKEN_PORT', fallback: 8092 },
  coinbase: { variable: 'SANDBOX_COINBASE_PORT', fallback: 8093 },
  bank: { variable: 'SANDBOX_BANK_PORT', fallback: 8094 },
  mail: { variable: 'SANDBOX_MAIL_PORT', fallback: 8095 },
  smtp: { variable: 'SANDBOX_SMTP_PORT', fallback: 8096 },
  control: { variable: 'SANDBOX_CONTROL_PORT', fallback: 8099 },
} as const;

export type PortName = keyof typeof PORTS;

export interface SandboxSettings {
  readonly host: string;
  readonly ports: Readonly<Record<PortName, number>>;
  readonly apiKey: string;
  readonly ipnSecret: string;
  readonly bankKey: string;
  readonly bankSecret: string;
  /** Where the ids of payments begin. */
  readonly firstId: number;
}

/** Reads the settings of the process from the environment; 0 takes a free port. @throws RangeError */
export function readSettings(env: NodeJS.ProcessEnv): SandboxSettings {
  const port = (name: PortName): number => {
    const { variable, fallback } = PORTS[name];
    const text = env[variable] || String(fallback);
    if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) {
      throw new RangeError(`${variable} must be a port, not "${text}".`);
    }
    return Number(text);
  };
  return {
    host: env.HOST || '127.0.0.1',
    ports: {
      nowpayments: port('nowpayments'),
      coingecko: port('coingecko'),
      kraken: port('kraken'),
      coinbase: port('coinbase'),
      bank: port('bank'),
      mail: port('mail'),
      smtp: port('smtp'),
      control: port('control'),
    },
    apiKey: env.NOWPAYMENTS_API_KEY || 'sandbox-api-key',
    ipnSecret: env.NOWPAYMENTS_IPN_SECRET || 'sandbox-ipn-secret',
    bankKey: env.BANK_API_KEY || 'sandbox-bank-key',
    bankSecret: env.BANK_WEBHOOK_SECRET || 'sandbox-bank-secret',
    // Whoever keeps ids longer than this process lives meets none of them again.
    firstId: Date.now(),
  };
}
