export { type Decimal, decimalFromUnits, parseDecimal, unitsFromDecimal } from './decimal.ts';
export {
  compareRatios,
  divideRounded,
  invertRatio,
  meanOfRatios,
  multiplyRatios,
  type Ratio,
  type Rounding,
  ratio,
  ratioFromDecimal,
} from './ratio.ts';
