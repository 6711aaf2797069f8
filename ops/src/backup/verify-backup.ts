import { checkRestored, type RestoredCheck } from './check-restored.ts';
import type { DumpManifest } from './manifest.ts';
import { type DumpSource, fillFromDump } from './restore-dump.ts';
import { createLike, dropDatabase, serverMajor, urlOfDatabase, withClient } from './server.repository.ts';

export interface Verification extends RestoredCheck {
  /** What it took to have the database back. */
  readonly restoreSeconds: number;
  /** What it took to compare it and verify the ledger. */
  readonly checkSeconds: number;
}

/**
 * Restores a backup into a scratch database on a server, compares it with what was backed up, verifies the ledger,
 * and removes the scratch database again.
 * @param server any database on that server; its role has to be allowed to create databases
 * @throws BackupError, ToolsError
 */
export async function verifyBackup(
  source: DumpSource,
  manifest: DumpManifest,
  server: string,
): Promise<Verification> {
  const scratch = `charmbills_verify_${process.pid}_${Date.now()}`;
  return withClient(server, async (client) => {
    const major = await serverMajor(client);
    const url = urlOfDatabase(server, scratch);
    const start = performance.now();
    await createLike(client, scratch, manifest);
    try {
      await fillFromDump(source, manifest, { url, major });
      const restored = performance.now();
      const check = await checkRestored(url, manifest, source.identities);
      return {
        ...check,
        restoreSeconds: (restored - start) / 1_000,
        checkSeconds: (performance.now() - restored) / 1_000,
      };
    } finally {
      await dropDatabase(client, scratch);
    }
  });
}
