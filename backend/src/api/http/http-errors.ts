import type { FastifyError } from 'fastify';
import { AppError, NotFoundError } from '../../platform/errors/index.ts';
import { BadRequestError, PayloadTooLargeError } from '../api.errors.ts';
import { BODY_LIMIT_BYTES } from '../documents/limits.ts';

/** What Fastify says about a request that it cannot pass on, as an error of the table. */
export function fromFastify(error: FastifyError): unknown {
  if (error instanceof AppError) return error;
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new PayloadTooLargeError(BODY_LIMIT_BYTES);
  if (error.statusCode !== undefined && error.statusCode < 500) return new BadRequestError(error.message);
  return error;
}

const PATH_SHOWN = 100;

export function noSuchPage(url: string): NotFoundError {
  const [path = ''] = url.split('?', 1);
  return new NotFoundError('page', path.slice(0, PATH_SHOWN));
}
