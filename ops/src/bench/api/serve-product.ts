/** The product's own API: sessions, limits, metrics and logs as in production. */
import { createApi } from '../../../../backend/src/api/index.ts';
import { announce, benchServices } from './bench-services.ts';

const services = benchServices();
await services.liveEvents.start();
const api = await createApi(services, { version: 'bench' });
announce((await api.listen('127.0.0.1', 0)).port);
