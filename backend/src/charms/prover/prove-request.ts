import {
  type App,
  type Data,
  encodeData,
  encodeSpell,
  formatApp,
  type NormalizedSpell,
} from '@charmbills/charms';

/** What a prover is asked (docs/protocols/charms.md "Prover HTTP"), in our own terms. */
export interface ProveRequest {
  /** Whole: with ins and coins. */
  readonly spell: NormalizedSpell;
  readonly privateInputs: readonly (readonly [App, Data])[];
  /** The code of every app that is no simple transfer, by verification key. */
  readonly binaries: ReadonlyMap<string, Uint8Array>;
  /** Exactly the parents of the spell's ins and refs. */
  readonly prevTxs: readonly Uint8Array[];
  readonly changeAddress: string;
  /** sat/vB, decimal. */
  readonly feeRate: string;
}

/** The JSON body of `POST /spells/prove`. */
export function proveRequestBody(request: ProveRequest): string {
  const { spell, privateInputs, binaries, prevTxs, changeAddress, feeRate } = request;
  return JSON.stringify({
    spell: hex(encodeSpell(spell)),
    ...(privateInputs.length > 0 && {
      app_private_inputs: Object.fromEntries(
        privateInputs.map(([app, data]) => [formatApp(app), hex(encodeData(data))]),
      ),
    }),
    ...(binaries.size > 0 && {
      binaries: Object.fromEntries(
        Array.from(binaries, ([vk, wasm]) => [vk, Buffer.from(wasm).toString('base64')]),
      ),
    }),
    prev_txs: prevTxs.map((raw) => ({ bitcoin: hex(raw) })),
    change_address: changeAddress,
    fee_rate: Number(feeRate),
    chain: 'bitcoin',
  });
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
