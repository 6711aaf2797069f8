import type { FastifyInstance } from 'fastify';
import type { WalletServices } from '../../wallet/index.ts';
import { fileRoutes } from './file-routes.ts';
import { registerDocs } from './register-docs.ts';
import { registerJwks } from './register-jwks.ts';
import { registerLogos } from './register-logos.ts';
import { registerReminders } from './register-reminders.ts';
import { registerRest } from './register-rest.ts';
import type { RestRoute } from './route.ts';
import { walletRoutes } from './wallet-routes.ts';

export const restRoutes = walletRoutes as unknown as readonly RestRoute[];

/** All of REST, and its description. */
export function registerRestApi(app: FastifyInstance, services: WalletServices, version: string): void {
  registerJwks(app, services);
  registerLogos(app, services);
  registerReminders(app, services);
  registerRest(app, services, restRoutes);
  registerDocs(app, restRoutes, fileRoutes, version);
}
