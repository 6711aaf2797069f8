import type { BitcoinRpc } from '../../bitcoin/index.ts';
import type { SpellServices } from '../../charms/index.ts';
import type { PlatformServices } from '../../platform/services.ts';
import type { FiguresReader } from '../figures/figures-reader.ts';

/** What is looked at. */
export interface HealthSources extends PlatformServices {
  readonly rpc: BitcoinRpc;
  readonly prover: SpellServices['prover'];
  readonly figures: FiguresReader;
}
