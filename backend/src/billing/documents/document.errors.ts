import { AppError } from '../../platform/errors/index.ts';

/** The link to a document is not one of ours, or its time is over: the two look the same on purpose. */
export class DocumentLinkUnusableError extends AppError {
  readonly code = 'DOCUMENT_LINK_UNUSABLE';
}
