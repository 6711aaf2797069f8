/** Seconds that are left until an instant, never below zero. */
export function secondsLeft(untilIso: string, nowMs: number): number {
  return Math.max(0, Math.ceil((Date.parse(untilIso) - nowMs) / 1_000));
}

/** As a clock shows it: `14:05`, `1:02:03`. */
export function clockText(seconds: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3_600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** Longer than this no clock runs: the moment is far away, or clocks disagree. */
const LONGEST_CLOCK_SECONDS = 86_400;

/** Whether it is worth counting down. */
export function isCountedDown(seconds: number): boolean {
  return seconds <= LONGEST_CLOCK_SECONDS;
}
