import { InvalidInputError } from '../../platform/errors/index.ts';
import { newId } from '../../platform/ids.ts';
import type { PlatformServices } from '../../platform/services.ts';
import { MerchantLimitError } from '../identity.errors.ts';
import { type PersonScope, toMerchantScope } from '../scopes.ts';
import {
  countMembershipsLocked,
  insertMember,
  insertMerchant,
  type MerchantRow,
} from './merchants.repository.ts';

/** Memberships of one person: enough for anybody, and few enough to list them whole. */
export const MERCHANTS_LIMIT = 50;
const NAME_LIMIT = 100;
const CONTACT_LIMIT = 200;
const EMAIL = /^[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>"]+$/;

/**
 * Founds a merchant, with the person as its owner.
 * @throws InvalidInputError, MerchantLimitError.
 */
export async function createMerchant(
  { clock, database }: Pick<PlatformServices, 'clock' | 'database'>,
  owner: PersonScope,
  input: { name: string; supportContact?: string | null | undefined },
): Promise<MerchantRow> {
  const name = readName(input.name);
  const supportContact = input.supportContact ? readContact(input.supportContact) : null;
  const merchant = { id: newId('merchant'), name, supportContact, createdAt: clock.now() };
  await database.transaction(async (tx) => {
    if ((await countMembershipsLocked(tx, owner)) >= MERCHANTS_LIMIT)
      throw new MerchantLimitError(MERCHANTS_LIMIT);
    await insertMerchant(tx, merchant);
    const membership = toMerchantScope({ merchantId: merchant.id, personId: owner.personId, role: 'owner' });
    await insertMember(tx, membership, merchant.createdAt);
  });
  return merchant;
}

function readName(text: string): string {
  const name = text.trim();
  // Control characters (Cc), and those that reorder or hide what is shown (Cf), have no place in a name.
  if (name === '' || name.length > NAME_LIMIT || /[\p{Cc}\p{Cf}]/u.test(name)) {
    throw new InvalidInputError('name', `1 to ${NAME_LIMIT} characters on one line`);
  }
  return name;
}

/** It becomes a link on other people's pages: an e-mail address or an https URL, and nothing else. */
function readContact(text: string): string {
  const contact = text.trim();
  if (contact.length <= CONTACT_LIMIT) {
    if (EMAIL.test(contact)) return contact;
    if (URL.canParse(contact) && new URL(contact).protocol === 'https:') return new URL(contact).href;
  }
  throw new InvalidInputError(
    'supportContact',
    `an e-mail address or https URL of at most ${CONTACT_LIMIT} characters`,
  );
}
