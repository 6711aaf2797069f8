/** Hundredths of a percent as people write a percentage, to the last: 3333 is `33.33`, 5000 is `50`, -25 is `-0.25`. */
export function percentText(bps: number): string {
  const size = Math.abs(bps);
  const fraction = String(size % 100)
    .padStart(2, '0')
    .replace(/0+$/, '');
  const whole = `${bps < 0 ? '-' : ''}${Math.trunc(size / 100)}`;
  return fraction === '' ? whole : `${whole}.${fraction}`;
}
