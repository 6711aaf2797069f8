import { AppError } from '../platform/errors/index.ts';

/** A merchant has as many endpoints as there can be. */
export class WebhookEndpointLimitError extends AppError {
  readonly code = 'WEBHOOK_ENDPOINT_LIMIT';

  constructor(readonly limit: number) {
    super({ limit });
  }
}

/** The endpoint is in a state in which this cannot be done. */
export class WebhookEndpointStateError extends AppError {
  readonly code = 'WEBHOOK_ENDPOINT_STATE';

  constructor(readonly status: string) {
    super({ status });
  }
}

/** The delivery is already waiting, or was called off. */
export class WebhookDeliveryStateError extends AppError {
  readonly code = 'WEBHOOK_DELIVERY_STATE';

  constructor(readonly status: string) {
    super({ status });
  }
}

/** The host is no address of the public internet. Stands in the delivery log; which address it was does not. */
export class AddressRefusedError extends Error {
  override readonly name = 'AddressRefusedError';

  constructor(readonly hostname: string) {
    super(`${hostname} has an address that is not public`);
  }
}
