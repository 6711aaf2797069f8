/** Where a merchant's contact leads: mail to an address, or their page; undefined for none, and for anything else. */
export function supportHref(contact: string | null): string | undefined {
  if (contact === null) return undefined;
  if (/^https:\/\/[^\s]+$/i.test(contact)) return contact;
  return /^[^\s@:]+@[^\s@:]+$/.test(contact) ? `mailto:${contact}` : undefined;
}
