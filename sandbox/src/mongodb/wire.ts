import { type Document, deserialize, serialize } from 'bson';

/** https://www.mongodb.com/docs/manual/reference/mongodb-wire-protocol/ */
const OP_REPLY = 1;
const OP_QUERY = 2004;
const OP_MSG = 2013;
const HEADER_BYTES = 16;
const MAX_MESSAGE_BYTES = 48_000_000;
const CHECKSUM_PRESENT = 1;
const CHECKSUM_BYTES = 4;

/** A command as a client sent it, and what it takes to answer it. */
export interface WireRequest {
  readonly id: number;
  /** Whether it came the old way, which drivers use for the first greeting. */
  readonly legacy: boolean;
  readonly command: Document;
}

/** Takes whole messages off the front of what was received. */
export function takeMessages(received: Buffer): { readonly requests: WireRequest[]; readonly rest: Buffer } {
  const requests: WireRequest[] = [];
  let start = 0;
  while (received.length - start >= HEADER_BYTES) {
    const length = received.readInt32LE(start);
    if (length < HEADER_BYTES || length > MAX_MESSAGE_BYTES)
      throw new RangeError(`a message of ${length} bytes`);
    if (received.length - start < length) break;
    requests.push(decode(received.subarray(start, start + length)));
    start += length;
  }
  return { requests, rest: received.subarray(start) };
}

function decode(message: Buffer): WireRequest {
  const id = message.readInt32LE(4);
  const opCode = message.readInt32LE(12);
  if (opCode === OP_QUERY) {
    // Flags, the collection's name with its zero, how many to skip and return, the command.
    const nameEnd = message.indexOf(0, HEADER_BYTES + 4);
    return { id, legacy: true, command: deserialize(message.subarray(nameEnd + 1 + 8)) };
  }
  if (opCode !== OP_MSG) throw new RangeError(`operation ${opCode} is not understood`);
  const flags = message.readUInt32LE(HEADER_BYTES);
  const end = message.length - (flags & CHECKSUM_PRESENT ? CHECKSUM_BYTES : 0);
  const kind = message[HEADER_BYTES + 4];
  if (kind !== 0) throw new RangeError(`a section of kind ${kind} is not understood`);
  return { id, legacy: false, command: deserialize(message.subarray(HEADER_BYTES + 5, end)) };
}

/** The answer to a request, in the way it came. */
export function encodeReply(request: WireRequest, reply: Document): Buffer {
  const body = serialize(reply);
  // Flags and a section of kind 0; the old way flags, no cursor, from the first, one document.
  const before = Buffer.alloc(request.legacy ? 20 : 5);
  if (request.legacy) before.writeInt32LE(1, 16);
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeInt32LE(HEADER_BYTES + before.length + body.length, 0);
  header.writeInt32LE(request.id, 4);
  header.writeInt32LE(request.id, 8);
  header.writeInt32LE(request.legacy ? OP_REPLY : OP_MSG, 12);
  return Buffer.concat([header, before, body]);
}
