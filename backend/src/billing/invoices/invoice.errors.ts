import { AppError } from '../../platform/errors/index.ts';

/** The invoice is in a state in which this cannot be done; `status` may also say what stands in the way. */
export class InvoiceStateError extends AppError {
  readonly code = 'INVOICE_STATE';

  constructor(readonly status: string) {
    super({ status });
  }
}

/** A credit note cannot take back more than is left of the invoice, or of one of its lines. */
export class CreditNoteTooLargeError extends AppError {
  readonly code = 'CREDIT_NOTE_TOO_LARGE';

  constructor(readonly left: bigint) {
    super({ left: left.toString() });
  }
}
