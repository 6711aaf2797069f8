// The thread that runApp starts: one contract, one verdict.
import { parentPort, workerData } from 'node:worker_threads';
import type { AppVerdict } from './run-app.ts';
import { runWasi } from './wasi.ts';

function verdict(): AppVerdict {
  try {
    runWasi(workerData.wasm, workerData.stdin);
    return { outcome: 'accepted' };
  } catch (error) {
    return { outcome: 'refused', reason: error instanceof Error ? error.message : String(error) };
  }
}

parentPort?.postMessage(verdict());
