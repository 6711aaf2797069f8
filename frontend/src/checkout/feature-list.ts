export interface Feature {
  readonly name: string;
  /** How much of it; undefined where it is simply there. */
  readonly value: string | undefined;
}

/** What a plan grants, for people: `{"team_seats": 5}` is `Team seats` and `5`; what is not granted is left out. */
export function featureList(features: Readonly<Record<string, unknown>>): Feature[] {
  return Object.entries(features).flatMap(([key, value]): Feature[] => {
    const words = key.replaceAll(/[_.-]+/g, ' ').trim();
    const name = words.charAt(0).toUpperCase() + words.slice(1);
    if (value === true) return [{ name, value: undefined }];
    return typeof value === 'string' || typeof value === 'number' ? [{ name, value: String(value) }] : [];
  });
}
