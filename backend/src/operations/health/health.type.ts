import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime } from '../../platform/graphql/index.ts';
import type { HealthStatus } from './check.ts';
import type { SeenCheck } from './onsets.ts';

const HealthStatusEnum = {
  OK: 'ok',
  DEGRADED: 'degraded',
  FAILING: 'failing',
} as const satisfies Record<Uppercase<HealthStatus>, HealthStatus>;

registerEnumType(HealthStatusEnum, {
  name: 'HealthStatus',
  description: 'DEGRADED: it works, and somebody should look at it. FAILING: it does not work.',
});

@ObjectType('HealthCheck', { description: 'One thing that was looked at.' })
export class HealthCheckType {
  @Field(() => String, { description: 'Such as chain.node.' })
  declare name: string;

  @Field(() => HealthStatusEnum)
  declare status: HealthStatus;

  @Field(() => String, { description: 'How it is.' })
  declare what: string;

  @Field(() => String, { nullable: true, description: 'What to do about it.' })
  declare remedy: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'It has not been well for at least so long, as the process that answers has seen it.',
  })
  declare since: Date | null;
}

@ObjectType('RunningProcess', {
  description: 'A process of this installation that was heard of within a minute.',
})
export class RunningProcessType {
  @Field(() => String, { description: 'all, api or worker.' })
  declare role: string;

  @Field(() => String)
  declare version: string;

  @Field(() => DateTime)
  declare startedAt: Date;

  @Field(() => DateTime)
  declare seenAt: Date;
}

@ObjectType('SystemHealth', { description: 'How this installation is.' })
export class SystemHealthType {
  @Field(() => HealthStatusEnum, { description: 'That of the worst check.' })
  declare status: HealthStatus;

  @Field(() => [HealthCheckType])
  declare checks: readonly SeenCheck[];

  @Field(() => [RunningProcessType], { description: 'Longest running first.' })
  declare processes: readonly RunningProcessType[];
}

@ObjectType('Reorganisation', {
  description: 'Blocks that were taken off our chain, for others in their place.',
})
export class ReorganisationType {
  @Field(() => DateTime)
  declare at: Date;

  @Field(() => Int, { description: 'Height of the lowest of them.' })
  declare fromHeight: number;

  @Field(() => Int)
  declare blocks: number;
}

@ObjectType('ChainStatus', { description: 'How far the chain is followed.' })
export class ChainStatusType {
  @Field(() => String, { description: 'mainnet, testnet4 or regtest.' })
  declare network: string;

  @Field(() => Int, { nullable: true, description: 'The newest block that is followed.' })
  declare followedHeight: number | null;

  @Field(() => DateTime, { nullable: true, description: 'The time in that block.' })
  declare followedTime: Date | null;

  @Field(() => Int, {
    nullable: true,
    description: 'The node’s newest block; null while it does not answer.',
  })
  declare nodeHeight: number | null;

  @Field(() => String, { nullable: true })
  declare nodeHash: string | null;

  @Field(() => Int, { nullable: true, description: 'Blocks of the node that are not followed yet.' })
  declare lag: number | null;

  @Field(() => Boolean, { nullable: true, description: 'Null where the node does not tell.' })
  declare relaysSpells: boolean | null;

  @Field(() => Int, { nullable: true, description: 'The first block that a pruning node still has.' })
  declare pruneHeight: number | null;

  @Field(() => ReorganisationType, { nullable: true })
  declare lastReorganisation: ReorganisationType | null;

  @Field(() => Int, { description: 'Our transactions that wait for a block.' })
  declare pendingTransactions: number;

  @Field(() => String, {
    nullable: true,
    description:
      'What kept this process from following when it last tried; processes that only answer requests do not.',
  })
  declare lastError: string | null;
}
