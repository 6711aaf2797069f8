/** How a customer is called in a list: by name, or by the beginning of their address. */
export function customerName({
  name,
  address,
}: {
  readonly name: string | null;
  readonly address: string;
}): string {
  return name || `${address.slice(0, 14)}…`;
}
