import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Coin } from './contract-input.ts';
import { type Behaviour, ControlState, type ProverControl } from './control.ts';
import { ProverStartError } from './errors.ts';
import { createHandler, type ProverLogger } from './http/handler.ts';
import { scriptOfAddress } from './prove/scripts.ts';
import { createService } from './service.ts';
import { createWaits } from './waits.ts';

export interface DevProverOptions extends Behaviour {
  /** 0, the default, takes a free one. */
  readonly port?: number;
  readonly host?: string;
  /** Mock proofs prove nothing, so there is no other. */
  readonly network: 'regtest';
  /** What the prover takes for a proof; none by default. Needs feeAddress. */
  readonly proverFeeSats?: bigint;
  readonly feeAddress?: string;
  /** Answer the same spell from memory, whatever else is asked. Off by default. */
  readonly cache?: boolean;
  /** How long one contract may run. */
  readonly appTimeLimitMs?: number;
  readonly logger?: ProverLogger;
}

export interface DevProver {
  /** For example http://127.0.0.1:8080 */
  readonly url: string;
  readonly control: ProverControl;
  /** Ends what is under way and stops listening. */
  close(): Promise<void>;
}

const DEFAULT_APP_TIME_LIMIT_MS = 10_000;

/**
 * Starts the dev prover: the HTTP surface, the checks and the error statuses of the real one, with mock
 * proofs.
 * @throws ProverStartError `NETWORK_REFUSED` for any network but regtest, `OPTION_INVALID`, `PORT_TAKEN`
 */
export async function startDevProver(options: DevProverOptions): Promise<DevProver> {
  const { port = 0, host = '127.0.0.1', cache = false, appTimeLimitMs = DEFAULT_APP_TIME_LIMIT_MS } = options;
  assertRegtest(options.network);
  const proverFee = proverFeeOf(options);
  const waits = createWaits();
  const control = new ControlState(waits, options);
  const service = createService({ cache, appTimeLimitMs, proverFee }, control, waits);
  const server = createServer(createHandler({ service, control, waits, logger: options.logger }));
  await listen(server, port, host);
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${(server.address() as AddressInfo).port}`,
    control,
    close: () => close(server, control),
  };
}

function assertRegtest(network: string): void {
  if (network !== 'regtest') {
    throw new ProverStartError(
      'NETWORK_REFUSED',
      `The dev prover makes mock proofs and runs on regtest only, not on ${network}. Set PROVER_API_URL to a real prover.`,
    );
  }
}

function proverFeeOf({ proverFeeSats = 0n, feeAddress }: DevProverOptions): Coin | undefined {
  if (proverFeeSats === 0n) return undefined;
  if (proverFeeSats < 0n || feeAddress === undefined) {
    throw new ProverStartError('OPTION_INVALID', 'A prover fee is a positive amount and needs an address.');
  }
  try {
    return { amountSats: proverFeeSats, dest: scriptOfAddress(feeAddress) };
  } catch (cause) {
    throw new ProverStartError('OPTION_INVALID', `${feeAddress} is not an address of regtest.`, { cause });
  }
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new ProverStartError('PORT_TAKEN', `Port ${port} is taken: set PROVER_PORT to another.`, {
              cause: error,
            })
          : error,
      );
    });
    server.listen(port, host, resolve);
  });
}

function close(server: Server, control: ProverControl): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    control.release();
    server.closeAllConnections();
  });
}
