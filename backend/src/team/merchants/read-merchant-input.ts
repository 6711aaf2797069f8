import { InvalidInputError } from '../../platform/errors/index.ts';

const NAME_LIMIT = 100;
const CONTACT_LIMIT = 200;
const EMAIL = /^[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>"]+$/;

/** One line without characters that reorder or hide what is shown. @throws InvalidInputError */
export function readName(text: string): string {
  const name = text.trim();
  // Control characters (Cc), and those that reorder or hide what is shown (Cf), have no place in a name.
  if (name === '' || name.length > NAME_LIMIT || /[\p{Cc}\p{Cf}]/u.test(name)) {
    throw new InvalidInputError('name', `1 to ${NAME_LIMIT} characters on one line`);
  }
  return name;
}

/**
 * It becomes a link on other people's pages: an e-mail address or an https URL, and nothing else. Nothing is null.
 * @throws InvalidInputError
 */
export function readContact(text: string | null | undefined): string | null {
  const contact = text?.trim();
  if (!contact) return null;
  if (contact.length <= CONTACT_LIMIT) {
    if (EMAIL.test(contact)) return contact;
    if (URL.canParse(contact) && new URL(contact).protocol === 'https:') return new URL(contact).href;
  }
  throw new InvalidInputError(
    'supportContact',
    `an e-mail address or https URL of at most ${CONTACT_LIMIT} characters`,
  );
}

/** A colour as `#rrggbb`, in lower case. Nothing is null. @throws InvalidInputError */
export function readColor(text: string | null | undefined): string | null {
  const color = text?.trim().toLowerCase();
  if (!color) return null;
  if (!/^#[0-9a-f]{6}$/.test(color)) throw new InvalidInputError('brandColor', 'a colour as #rrggbb');
  return color;
}
