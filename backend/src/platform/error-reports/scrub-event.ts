import type { Event } from '@sentry/node';
import { scrubText } from '../logging/index.ts';

const TEXT_LENGTH = 500;
/** Fields of a report in which people, machines or requests could stand. */
const DROPPED = ['user', 'request', 'server_name', 'breadcrumbs', 'modules', 'extra'] as const;

/**
 * A report without personal data: what is dropped whole, and what is cut out of the texts that stay. Those are the
 * messages of errors; names of work come from the product, and frames of a stack hold no values.
 */
export function scrubEvent<Report extends Event>(event: Report): Report {
  for (const field of DROPPED) delete event[field];
  if (event.message !== undefined) event.message = scrubText(event.message);
  for (const exception of event.exception?.values ?? []) {
    exception.value = briefly(exception.type, scrubText(exception.value ?? ''));
  }
  return event;
}

/** What Prisma says of a call begins with all that was passed to it; why it failed is the last line. */
function briefly(type: string | undefined, message: string): string {
  const said = type?.startsWith('PrismaClient') ? message.trim().split('\n').at(-1) : message;
  return (said ?? '').slice(0, TEXT_LENGTH);
}
