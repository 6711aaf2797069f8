import { parseArgs } from 'node:util';
import { ProverStartError } from './errors.ts';
import { isLie, LIES } from './lies.ts';
import type { DevProverOptions } from './start-dev-prover.ts';

/** Each setting of the process: its flag, its environment variable, its value when neither is given. */
const SETTINGS = {
  port: { variable: 'PROVER_PORT', fallback: '8080' },
  host: { variable: 'HOST', fallback: '127.0.0.1' },
  network: { variable: 'BITCOIN_NETWORK', fallback: 'regtest' },
  'delay-ms': { variable: 'PROVER_DELAY_MS', fallback: '0' },
  failures: { variable: 'PROVER_FAILURES', fallback: '0' },
  lie: { variable: 'PROVER_LIE', fallback: '' },
  cache: { variable: 'PROVER_CACHE', fallback: 'false' },
  'fee-sats': { variable: 'PROVER_FEE_SATS', fallback: '0' },
  'fee-address': { variable: 'PROVER_FEE_ADDRESS', fallback: '' },
} as const;

type Setting = keyof typeof SETTINGS;

const WHOLE_NUMBER = /^\d{1,15}$/;

/**
 * Reads the settings of the process: a flag goes before the environment.
 * @throws ProverStartError `OPTION_INVALID`
 */
export function readSettings(args: readonly string[], env: NodeJS.ProcessEnv): DevProverOptions {
  const flags = parseFlags(args);
  const value = (name: Setting) => flags[name] ?? (env[SETTINGS[name].variable] || SETTINGS[name].fallback);
  const wholeNumber = (name: Setting): string => {
    const text = value(name);
    if (!WHOLE_NUMBER.test(text)) throw invalid(name, 'a whole number', text);
    return text;
  };

  const port = Number(wholeNumber('port'));
  if (port > 65_535) throw invalid('port', 'a port', String(port));
  const lie = value('lie');
  if (lie !== '' && !isLie(lie)) throw invalid('lie', `one of ${LIES.join(', ')}`, lie);
  const cache = value('cache');
  if (cache !== 'true' && cache !== 'false') throw invalid('cache', 'true or false', cache);
  const feeAddress = value('fee-address');
  return {
    port,
    host: value('host'),
    // Whatever it says: starting on another network is refused there, with the reason.
    network: value('network') as 'regtest',
    delayMs: Number(wholeNumber('delay-ms')),
    failures: Number(wholeNumber('failures')),
    lie: lie === '' ? null : lie,
    cache: cache === 'true',
    proverFeeSats: BigInt(wholeNumber('fee-sats')),
    ...(feeAddress !== '' && { feeAddress }),
  };
}

function parseFlags(args: readonly string[]): Partial<Record<Setting, string>> {
  const options = Object.fromEntries(
    Object.keys(SETTINGS).map((name) => [name, { type: 'string' as const }]),
  );
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (cause) {
    throw new ProverStartError('OPTION_INVALID', cause instanceof Error ? cause.message : String(cause), {
      cause,
    });
  }
}

function invalid(name: Setting, expected: string, text: string): ProverStartError {
  return new ProverStartError(
    'OPTION_INVALID',
    `--${name} (${SETTINGS[name].variable}) must be ${expected}, not "${text}".`,
  );
}
