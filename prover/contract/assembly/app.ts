// App ids: [tag, identity, vk]. A plan and its subscriptions are the apps n and t of one identity and binary.

import { beginArray, readText, size } from "./cbor";
import { readHash } from "./octets";
import { isWord } from "./text";

export const FOREIGN: i32 = 0;
export const PLAN: i32 = 1;
export const SUBSCRIPTION: i32 = 2;

const HASH_BYTES: i32 = 32;
const IDENTITY: usize = memory.data(32);
const VK: usize = memory.data(32);
const SCRATCH: usize = memory.data(64);

/** Reads the app under which this run happens and remembers it. Returns PLAN, SUBSCRIPTION or FOREIGN. */
export function readOwnApp(): i32 {
  return readApp(IDENTITY, VK);
}

/** Whether 32 bytes are this plan's identity. */
export function isIdentity(hash: usize): bool {
  return memory.compare(hash, IDENTITY, HASH_BYTES) == 0;
}

/** What a charm is to this plan: only apps of the same identity and the same binary belong to it. */
export function readCharmKind(): i32 {
  const kind = readApp(SCRATCH, SCRATCH + HASH_BYTES);
  const own = isIdentity(SCRATCH) && memory.compare(SCRATCH + HASH_BYTES, VK, HASH_BYTES) == 0;
  return own ? kind : FOREIGN;
}

/** Reads an app id: [tag, identity, vk]. */
function readApp(identity: usize, vk: usize): i32 {
  if (beginArray() != 3) unreachable();
  const tag = readText();
  const kind = isWord(tag, size, "n") ? PLAN : isWord(tag, size, "t") ? SUBSCRIPTION : FOREIGN;
  readHash(identity);
  readHash(vk);
  return kind;
}
