import { AppError } from '../../platform/errors/index.ts';

/** This cannot be paid over that rail, here or at all. */
export class RailUnavailableError extends AppError {
  readonly code = 'RAIL_UNAVAILABLE';

  constructor(readonly rail: string) {
    super({ rail });
  }
}

/** Nothing is owed on the invoice (any more). */
export class InvoiceNotPayableError extends AppError {
  readonly code = 'INVOICE_NOT_PAYABLE';

  constructor(readonly status: string) {
    super({ status });
  }
}
