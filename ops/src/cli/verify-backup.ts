import {
  backupSettingsOf,
  createRemoteStore,
  findBackup,
  readIdentities,
  verifyBackup,
} from '../backup/index.ts';
import type { Command } from './command.ts';
import { databaseUrlOf } from './database-url.ts';
import { readArguments } from './read-arguments.ts';

export const command: Command = {
  usage:
    'verify-backup [<backup>|latest] [--server <database URL>] [--json]  restores it into a scratch database, compares all totals and verifies the ledger; exit 1 on any difference',
  async run(args, env) {
    const parsed = readArguments(args, {
      usage: command.usage,
      options: { server: { type: 'string' }, json: { type: 'boolean', default: false } },
      words: [0, 1],
    });
    if (parsed === undefined) return 2;
    const [name = 'latest'] = parsed.positionals;
    const url = await databaseUrlOf(env);
    const { directory, keyFile, trustedKeys, remote: remoteSettings } = backupSettingsOf(env);
    const remote = remoteSettings && createRemoteStore(remoteSettings);
    const identities = await readIdentities(keyFile);
    const manifest = await findBackup(directory, remote, 'dump', name, trustedKeys);
    const log = (line: string) => process.stderr.write(`${line}\n`);
    const source = { directory, remote, identities, env, log };
    const server = parsed.values.server ?? url;
    const { problems, totals, restoreSeconds, checkSeconds } = await verifyBackup(source, manifest, server);
    const rows = Object.values(totals.rows).reduce((sum, count) => sum + BigInt(count), 0n);
    if (parsed.values.json) {
      const report = { backup: manifest.name, restoreSeconds, checkSeconds, problems, totals };
      process.stdout.write(`${JSON.stringify(report)}\n`);
    } else {
      const lines = [
        `backup    ${manifest.name}, of ${manifest.database} as of ${manifest.startedAt}`,
        `restored  in ${restoreSeconds.toFixed(1)} s: ${rows} rows of ${Object.keys(totals.rows).length} tables`,
        `checked   in ${checkSeconds.toFixed(1)} s`,
        ...problems.map((problem) => `FAILED    ${problem}`),
        ...(problems.length === 0 ? ['Every total is as it was, and the ledger is sound.'] : []),
      ];
      process.stdout.write(`${lines.join('\n')}\n`);
    }
    return problems.length === 0 ? 0 : 1;
  },
};
