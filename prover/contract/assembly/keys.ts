// Maps whose keys are looked for by name. Unknown ones are passed over, so that a field which a later
// protocol version adds does not freeze the plans that live under this binary.

import { pos } from "./cbor";

/** The place of a value whose key was just read; traps if the key was seen before. */
export function markOnce(seenAt: usize): usize {
  if (seenAt != 0) unreachable();
  return pos;
}
