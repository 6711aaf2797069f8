export { createCharmsRail } from './charms-rail.ts';
export { charmsRailObserver } from './charms-rail-observer.ts';
export { creditForeignMints } from './foreign-mints.ts';
export { createPlanMinting } from './plan-minting.ts';
