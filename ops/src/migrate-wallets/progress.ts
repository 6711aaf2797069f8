const EVERY_MS = 2_000;

/** Passes on what is told to it, at most every two seconds. */
export function progressPrinter(
  print: (text: string) => void,
  now: () => number = () => performance.now(),
): (text: string) => void {
  let last = now();
  return (text) => {
    const time = now();
    if (time - last < EVERY_MS) return;
    last = time;
    print(text);
  };
}
