const KEY = 'charmbills.wallet';

/** Which wallet this browser signed in with last: it is asked when something is to be signed. */
export function rememberedWallet(): string | undefined {
  return localStorage.getItem(KEY) ?? undefined;
}

export function rememberWallet(id: string): void {
  localStorage.setItem(KEY, id);
}
