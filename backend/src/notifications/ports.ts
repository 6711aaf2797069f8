import type { Currencies } from '../ledger/index.ts';
import type { Tx } from '../platform/database/index.ts';
import type { PlatformServices } from '../platform/services.ts';

/** What an e-mail says. Instants are in ISO 8601. */
export interface LetterFacts {
  readonly merchantName: string;
  readonly supportContact: string | null;
  /** Absent where it is for the merchant. */
  readonly customerId?: string;
  readonly planName: string | null;
  readonly invoiceId: string | null;
  readonly invoiceNumber: number | null;
  /** What it is about, such as an invoice's total or what was refunded; in the smallest unit of `currency`. */
  readonly total: string | null;
  readonly currency: string | null;
  readonly dueAt: string | null;
  readonly endsAt: string | null;
  /** Whether a trial ends with what is to be paid. */
  readonly onTrial: boolean;
  /** Whether money for the invoice came after it was due, or after its quote had expired. */
  readonly late: boolean;
  /** `#rrggbb`; absent or null where the merchant has none, or the e-mail is for the merchant. */
  readonly brandColor?: string | null;
  /** As `brandColor`; sides in pixels. */
  readonly logo?: {
    readonly merchantId: string;
    readonly hash: string;
    readonly width: number;
    readonly height: number;
  } | null;
  /** Where a refund went by, such as a transaction; of a webhook endpoint its URL. */
  readonly reference: string | null;
}

/** An e-mail about an event, to somebody who has given an address. */
export interface Letter {
  readonly eventId: string;
  readonly merchantId: string;
  readonly kind: string;
  readonly recipient: string;
  readonly facts: LetterFacts;
}

/** What a feature has e-mails written about. */
export interface LetterSource {
  readonly types: readonly string[];
  /** The e-mails about these events, for all of them at once. */
  letters(tx: Tx, eventIds: readonly string[]): Promise<Letter[]>;
}

/** Hands an e-mail to a mail server. @throws MailRefused when it will never take it, anything else to try again */
export interface Mailer {
  send(mail: Mail): Promise<void>;
  close(): void;
}

export interface Mail {
  readonly messageId: string;
  readonly fromName: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Where a POST alone has no more of its kind sent (RFC 8058); null where there is nothing to leave. */
  readonly leaveUrl: string | null;
}

export interface NotificationServices extends PlatformServices {
  /** Absent where no mail server is set up. */
  readonly mailer?: Mailer;
  /** How amounts are written. */
  readonly currencies: Currencies;
}
