import { backupSettingsOf, createRemoteStore, localBackups, remoteBackups } from '../backup/index.ts';
import type { Command } from './command.ts';
import { loadEnvFile } from './env-file.ts';
import { readArguments } from './read-arguments.ts';

export const command: Command = {
  usage: 'backups [--json]  lists the backups that are whole, here and remotely, oldest first',
  async run(args, env) {
    const options = { json: { type: 'boolean', default: false } } as const;
    const parsed = readArguments(args, { usage: command.usage, options });
    if (parsed === undefined) return 2;
    loadEnvFile();
    const { directory, remote: remoteSettings } = backupSettingsOf(env);
    const remote = remoteSettings && createRemoteStore(remoteSettings);
    const found: { name: string; where: string; finishedAt: string; bytes: number }[] = [];
    for (const kind of ['dump', 'base'] as const) {
      const places = [
        ['here', await localBackups(directory, kind)],
        ['remotely', remote === undefined ? [] : await remoteBackups(remote, kind)],
      ] as const;
      for (const [where, manifests] of places) {
        for (const { name, finishedAt, bytes } of manifests) found.push({ name, where, finishedAt, bytes });
      }
    }
    if (parsed.values.json) process.stdout.write(`${JSON.stringify(found)}\n`);
    else {
      for (const { name, where, finishedAt, bytes } of found) {
        process.stdout.write(`${name}  ${where.padEnd(8)}  ${finishedAt}  ${bytes} bytes\n`);
      }
      if (found.length === 0) process.stderr.write(`There is no backup in ${directory}.\n`);
    }
    return 0;
  },
};
