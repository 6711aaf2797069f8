/** Methods that change nothing, so that asking twice is asking once. */
const READS: ReadonlySet<string> = new Set([
  'estimatesmartfee',
  'getbestblockhash',
  'getblock',
  'getblockchaininfo',
  'getblockcount',
  'getblockhash',
  'getblockheader',
  'getmempoolentry',
  'getmempoolinfo',
  'getnetworkinfo',
  'getrawtransaction',
  'gettxout',
  'gettxspendingprevout',
  'testmempoolaccept',
]);

export function isRead(method: string): boolean {
  return READS.has(method);
}
