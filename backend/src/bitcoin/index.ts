export { addressToScript, isFundingAddress, scriptToAddress } from './address/address.ts';
export {
  BroadcastRejectedError,
  NodeUnavailableError,
  PsbtIncompleteError,
  PsbtMismatchError,
  UtxoSourceUnavailableError,
} from './bitcoin.errors.ts';
export type { BlockTransaction, ConnectedBlock } from './blocks/block.ts';
export { broadcast } from './broadcast/broadcast.ts';
export { estimateFeeRate } from './fees/estimate-fee-rate.ts';
export {
  findLastReorganisation as readLastReorganisation,
  findTip as readTip,
  type KnownBlock,
  type Reorganisation,
} from './follower/chain-block.repository.ts';
export type { ChainObserver, DisconnectedBlock } from './follower/chain-observer.ts';
export { followChainJob } from './follower/follow-chain.job.ts';
export {
  type ChainFollower,
  type FollowerStatus,
  type FollowReport,
  followChain,
} from './follower/follow-chain.ts';
export { FollowerError, type FollowerProblem } from './follower/follower.errors.ts';
export type { FollowerDeps } from './follower/follower-deps.ts';
export { PrivateKeyRefusedError } from './keys/keys.errors.ts';
export { type ReceivingBranch, readReceivingBranch, receivingAddress } from './keys/receiving-branch.ts';
export { RECEIVING_SCRIPTS, type ReceivingScript } from './keys/receiving-script.ts';
export { startWatchingMempool } from './mempool/start-watching.ts';
export { type MempoolWatcher, watchMempool } from './mempool/watch-mempool.ts';
export type { BitcoinNetwork } from './network.ts';
export { checkNode, type NodeReport } from './node/check-node.ts';
export {
  type NodePolicy,
  type NodeProgress,
  type NodeState,
  readNodePolicy,
  readNodeProgress,
} from './node/read-node-state.ts';
export { type BuildPsbtInput, buildPsbt } from './psbt/build-psbt.ts';
export { type FinalizePsbtInput, finalizePsbt, type SignedInputs, signInputs } from './psbt/finalize-psbt.ts';
export type { Prevout } from './psbt/prevout.ts';
export {
  type BitcoinRpc,
  type BitcoinRpcOptions,
  createBitcoinRpc,
  decimalFromSats,
  type RpcCallOptions,
  RpcError,
  type RpcRequest,
} from './rpc/index.ts';
export {
  type ChainTransactionKey,
  type Failure,
  findChainTransaction,
} from './transactions/chain-transaction.repository.ts';
export {
  type ChainTransactionFailure,
  type ChainTransactionKind,
  type ChainTransactionRow,
  type ChainTransactionStatus,
  confirmationsOf,
} from './transactions/chain-transaction.ts';
export { createChainTransaction } from './transactions/create-chain-transaction.ts';
export {
  type IncomingTransaction,
  incomingName,
  recordIncoming,
} from './transactions/incoming.repository.ts';
export { recordBroadcast } from './transactions/record-broadcast.ts';
export { recordBuilt } from './transactions/record-built.ts';
export { recordFailures } from './transactions/record-failures.ts';
export type { EsploraOptions } from './utxo/esplora-http.ts';
export { createEsploraUtxoSource } from './utxo/esplora-utxo-source.ts';
export { createNodeUtxoSource } from './utxo/node-utxo-source.ts';
export type { Utxo, UtxoSource } from './utxo/utxo-source.ts';
export { type BlockNotices, type BlockNoticesOptions, startBlockNotices } from './zmq/block-notices.ts';
export { startTransactionNotices } from './zmq/transaction-notices.ts';
