const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

/** The id of a job of the queue; undefined for anything else, which no job has. */
export function readUuid(text: string): string | undefined {
  return UUID.test(text) ? text : undefined;
}
