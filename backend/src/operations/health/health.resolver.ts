import { Ctx, Query, Resolver } from 'type-graphql';
import { readLastReorganisation } from '../../bitcoin/index.ts';
import type { GraphQLContext } from '../../identity/index.ts';
import { scrubText } from '../../platform/logging/index.ts';
import { findHeartbeats } from '../heartbeat/heartbeat.repository.ts';
import type { OperationsServices } from '../ports.ts';
import { ChainStatusType, SystemHealthType } from './health.type.ts';

type Context = GraphQLContext<OperationsServices>;

const HEARD_MS = 60_000;

@Resolver()
export class HealthResolver {
  @Query(() => SystemHealthType, {
    description: 'Everything that is looked at, with what to do about it. For operators.',
  })
  async systemHealth(@Ctx() context: Context): Promise<SystemHealthType> {
    await context.requireOperator();
    const { clock, database, health } = context.services;
    const since = new Date(clock.now().getTime() - HEARD_MS);
    const [report, processes] = await Promise.all([health.all(), findHeartbeats(database.client, since)]);
    return { ...report, processes };
  }

  @Query(() => ChainStatusType, { description: 'How far the chain is followed. For operators.' })
  async chainStatus(@Ctx() context: Context): Promise<ChainStatusType> {
    await context.requireOperator();
    const { config, database, figures, follower, health } = context.services;
    const [node, { tip, pendingTransactions }, reorganisation] = await Promise.all([
      health.node(),
      figures.read(),
      readLastReorganisation(database.client),
    ]);
    const { lastError } = follower.status();
    return {
      network: config.BITCOIN_NETWORK,
      followedHeight: tip?.height ?? null,
      followedTime: tip?.time ?? null,
      nodeHeight: node?.height ?? null,
      nodeHash: node?.hash ?? null,
      lag: node && tip ? Math.max(0, node.height - tip.height) : null,
      relaysSpells: node?.relaysSpells ?? null,
      pruneHeight: node?.pruneHeight ?? null,
      lastReorganisation: reorganisation ?? null,
      pendingTransactions: pendingTransactions.count,
      lastError: lastError === undefined ? null : scrubText(lastError),
    };
  }
}
