import { createHash } from 'node:crypto';
import { type Data, decodePlanState, type PlanState } from '@charmbills/charms';

/**
 * The contract's rules written a second time, over decoded data and without regard to speed or size.
 * The fuzz tests hold the binary against it.
 */
export function allows(input: Data): boolean {
  try {
    judge(input);
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

class Refusal extends Error {}

function need(condition: boolean): asserts condition {
  if (!condition) throw new Refusal();
}

interface Side {
  readonly plans: readonly PlanState[];
  readonly units: bigint;
  readonly foreign: boolean;
}

const UINT64_END = 2n ** 64n;

function judge(input: Data): void {
  need(Array.isArray(input) && input.length === 4);
  const [ownApp, tx, x, w] = input as Data[];
  const own = appOf(ownApp);
  need(own.tag === 'n' || own.tag === 't');
  need(tx instanceof Map && x === null);
  const inputs = list(tx.get('ins')).map(utxo);
  const references = list(tx.get('refs')).map(utxo);
  const outputs = list(tx.get('outs'));
  const ins = sideOf(
    own,
    inputs.map(([, charms]) => charms),
  );
  const refs = sideOf(
    own,
    references.map(([, charms]) => charms),
  );
  const outs = sideOf(own, outputs);
  const sold = outs.units > ins.units ? outs.units - ins.units : 0n;

  if (own.tag === 'n' && ins.plans.length === 0) {
    need(outs.plans.length === 1 && sold === 0n);
    const genesis = genesisOf(w, own.identity);
    need(inputs.some(([id]) => genesis.equals(id)));
    return;
  }
  need(w === null);
  if (own.tag === 'n') {
    judgePlan(ins, outs, sold);
  } else if (sold > 0n) {
    need(ins.plans.length + refs.plans.length === 1 && !outs.foreign);
    if (ins.plans.length === 1) judgePlan(ins, outs, sold);
    else need(outs.plans.length === 0 && refs.plans[0]?.limit === null);
    const [plan] = [...ins.plans, ...refs.plans];
    need(plan !== undefined);
    const taken = received(tx.get('coin_ins'), inputs.length, plan.merchantScript);
    const paid = received(tx.get('coin_outs'), outputs.length, plan.merchantScript);
    need(paid >= taken + plan.priceSats * sold);
  }
}

/** The UTXO id that `txid:vout` names. */
function genesisOf(text: Data | undefined, identity: string): Buffer {
  need(typeof text === 'string');
  const [, txid = '', vout = ''] = /^([0-9a-f]{64}):(0|[1-9][0-9]{0,9})$/.exec(text) ?? [];
  need(txid !== '' && Number(vout) < 2 ** 32);
  need(createHash('sha256').update(text).digest('hex') === identity);
  const id = Buffer.concat([Buffer.from(txid, 'hex').reverse(), Buffer.alloc(4)]);
  id.writeUInt32LE(Number(vout), 32);
  return id;
}

function judgePlan(ins: Side, outs: Side, sold: bigint): void {
  const [before] = ins.plans;
  const [after] = outs.plans;
  need(before !== undefined && ins.plans.length === 1 && outs.plans.length <= 1);
  if (after === undefined) {
    need(sold === 0n);
    return;
  }
  need(after.periodSeconds === before.periodSeconds);
  need(Buffer.from(after.merchantScript).equals(before.merchantScript));
  if (sold === 0n) {
    need(before.limit === null || (after.limit !== null && after.limit <= before.limit));
  } else {
    need(after.name === before.name && after.priceSats === before.priceSats);
    need(after.limit === (before.limit === null ? null : before.limit - sold));
  }
}

function sideOf(own: AppId, utxos: readonly Data[]): Side {
  const plans: PlanState[] = [];
  let units = 0n;
  let foreign = false;
  for (const charms of utxos) {
    need(charms instanceof Map);
    const seen = new Set<string>();
    for (const [key, data] of charms) {
      const app = appOf(key);
      const ours = app.identity === own.identity && app.vk === own.vk && (app.tag === 'n' || app.tag === 't');
      if (!ours) {
        foreign = true;
        continue;
      }
      need(!seen.has(app.tag));
      seen.add(app.tag);
      if (app.tag === 'n') plans.push(planOf(data));
      else units += positive(data);
    }
  }
  need(units < UINT64_END);
  return { plans, units, foreign };
}

function planOf(data: Data): PlanState {
  let plan: PlanState;
  try {
    plan = decodePlanState(data);
  } catch {
    throw new Refusal();
  }
  const nameBytes = Buffer.byteLength(plan.name);
  need(nameBytes >= 1 && nameBytes <= 128);
  need(plan.priceSats > 0n && plan.periodSeconds > 0n);
  need(plan.merchantScript.length >= 1 && plan.merchantScript.length <= 100);
  return plan;
}

function received(coins: Data | undefined, expected: number, script: Uint8Array): bigint {
  const coinList = list(coins);
  need(coinList.length === expected);
  let total = 0n;
  for (const coin of coinList) {
    need(coin instanceof Map);
    const amount = coin.get('amount') ?? null;
    need(typeof amount === 'bigint' && amount >= 0n);
    if (octets(coin.get('dest')).equals(script)) total += amount;
  }
  need(total < UINT64_END);
  return total;
}

interface AppId {
  readonly tag: string;
  readonly identity: string;
  readonly vk: string;
}

function appOf(data: Data | undefined): AppId {
  const parts = list(data);
  const [tag, identity, vk] = parts;
  need(parts.length === 3 && typeof tag === 'string');
  return { tag, identity: hash(identity), vk: hash(vk) };
}

function hash(data: Data | undefined): string {
  const bytes = octets(data);
  need(bytes.length === 32);
  return bytes.toString('hex');
}

function octets(data: Data | undefined): Buffer {
  if (data instanceof Uint8Array) return Buffer.from(data);
  const items = list(data);
  for (const item of items) need(typeof item === 'bigint' && item >= 0n && item <= 255n);
  return Buffer.from(items.map(Number));
}

function utxo(data: Data): readonly [Uint8Array, Data] {
  const [id, charms = null, ...more] = list(data);
  need(id instanceof Uint8Array && id.length === 36 && more.length === 0);
  return [id, charms];
}

function positive(data: Data): bigint {
  need(typeof data === 'bigint' && data > 0n);
  return data;
}

function list(data: Data | undefined): readonly Data[] {
  need(Array.isArray(data));
  return data as readonly Data[];
}
