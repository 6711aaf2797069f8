import { type DevProver, type DevProverOptions, startDevProver } from '@charmbills/prover';

/** A development prover inside the test: `control` makes it slow, fail or lie. */
export interface TestProver extends Pick<DevProver, 'url' | 'control'> {
  readonly stop: () => Promise<void>;
}

/** Starts a development prover on a free port. */
export async function startProver(options: Omit<DevProverOptions, 'network'> = {}): Promise<TestProver> {
  const { url, control, close } = await startDevProver({ ...options, network: 'regtest' });
  return { url, control, stop: close };
}
