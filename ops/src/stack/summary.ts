import type { Stack } from './stack.ts';

/** What a person needs to know of a running stack, as lines. */
export function summaryOf({
  frontendUrl,
  graphqlUrl,
  healthUrl,
  proverUrl,
  simulatorControlUrl,
  mailboxUrl,
  node,
  databaseUrl,
  dataDir,
}: Stack): readonly string[] {
  const relayed = node.url === node.nodeUrl ? '' : `, a relay in front of ${node.nodeUrl}`;
  const rows: readonly (readonly [string, string])[] = [
    ['GraphQL', graphqlUrl],
    ['Health', healthUrl],
    ['Prover', proverUrl],
    ['Bitcoin RPC', `${node.url} (${node.chain}${relayed})`],
    ['', `user ${node.user || 'none'}, password ${node.password || 'none'}`],
    ...(simulatorControlUrl === undefined
      ? []
      : [['Simulators', `${simulatorControlUrl} (payments, bank and rates: no money moves)`] as const]),
    ...(mailboxUrl === undefined ? [] : [['Mailbox', `${mailboxUrl} (what was sent by e-mail)`] as const]),
    ['PostgreSQL', databaseUrl],
    ['Data, logs', dataDir],
  ];
  return [
    '',
    ...(frontendUrl === undefined ? [] : [`Open ${frontendUrl}`, '']),
    'CharmBills is running. Ctrl-C stops it.',
    '',
    ...rows.map(([name, value]) => `  ${name.padEnd(12)} ${value}`),
  ];
}
