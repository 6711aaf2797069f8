import { type App, type Data, formatApp, type Hex, vkOf } from '@charmbills/charms';
import { type AppVerdict, runApp } from '../app-runner/run-app.ts';
import { type ContractTx, encodeContractInput } from '../contract-input.ts';
import { ProveRefusedError } from '../errors.ts';
import type { ProveRequest } from '../request/prove-request.ts';
import { isSimpleTransfer } from './simple-transfer.ts';

/** An app whose contract has to agree, with its public and its private input. */
interface AppRun {
  readonly app: App;
  readonly x: Data;
  readonly w: Data;
}

/**
 * Runs the contract of every app that is not a simple transfer, or carries public or private input.
 * The request must hold the binaries of exactly these.
 * @throws ProveRefusedError `BINARIES_NOT_EXACT`, `BINARY_HASH_MISMATCH`, `APP_REFUSED`, `APP_TIMED_OUT`
 */
export async function runApps(request: ProveRequest, tx: ContractTx, timeLimitMs: number): Promise<void> {
  const runs = tx.appPublicInputs
    .map(([app, x]) => ({ app, x, w: request.privateInputs.get(formatApp(app)) ?? null }))
    .filter(({ app, x, w }) => x !== null || w !== null || !isSimpleTransfer(app, tx));
  checkBinaries(runs, request.binaries);
  for (const { app, x, w } of runs) {
    const wasm = request.binaries.get(app.vk) ?? new Uint8Array();
    assertAccepted(app, await runApp({ wasm, stdin: encodeContractInput(app, tx, x, w), timeLimitMs }));
  }
}

function checkBinaries(runs: readonly AppRun[], binaries: ReadonlyMap<Hex, Uint8Array>): void {
  const required = new Set(runs.map(({ app }) => app.vk));
  const missing = [...required].filter((vk) => !binaries.has(vk));
  const further = [...binaries.keys()].filter((vk) => !required.has(vk));
  if (missing.length > 0 || further.length > 0) {
    throw new ProveRefusedError(
      'BINARIES_NOT_EXACT',
      `binaries must be exactly those of apps that are no simple transfers or carry input; missing: [${missing}], not asked for: [${further}]`,
    );
  }
  for (const [vk, wasm] of binaries) {
    if (vkOf(wasm) !== vk)
      throw new ProveRefusedError('BINARY_HASH_MISMATCH', `the binary under ${vk} has another hash`);
  }
}

function assertAccepted(app: App, verdict: AppVerdict): void {
  if (verdict.outcome === 'accepted') return;
  if (verdict.outcome === 'timed-out') {
    throw new ProveRefusedError('APP_TIMED_OUT', `the contract of ${formatApp(app)} did not end in time`);
  }
  throw new ProveRefusedError('APP_REFUSED', `the contract of ${formatApp(app)} refused: ${verdict.reason}`);
}
