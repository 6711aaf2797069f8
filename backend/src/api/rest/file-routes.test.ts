import Fastify from 'fastify';
import { expect, test } from 'vitest';
import type { BillingServices } from '../../billing/index.ts';
import { registerBillingFiles } from './billing-files.ts';
import { fileRoutes } from './file-routes.ts';
import { openApiDocument } from './openapi.ts';

test('every file that can be had is described, and nothing else', () => {
  const app = Fastify();
  const registered: string[] = [];
  app.addHook('onRoute', ({ method, url }) => {
    if (method === 'GET') registered.push(url);
  });
  registerBillingFiles(app, {} as BillingServices);
  const named = (path: string) =>
    path.replaceAll(/:merchantId|\{merchant_id\}/g, '<m>').replaceAll(/:(\w+)/g, '{$1}');
  expect(registered.map(named).sort()).toEqual(fileRoutes.map(({ path }) => named(path)).sort());
});

test('a file has its media type, its parameters and who may have it', () => {
  const { paths } = openApiDocument([], '1', fileRoutes);
  const csv = paths['/api/merchants/{merchant_id}/reports/revenue.csv']?.get;
  expect(csv?.parameters.map(({ name, required }) => [name, required])).toEqual([
    ['merchant_id', true],
    ['from', true],
    ['to', true],
  ]);
  expect(Object.keys(csv?.responses[200]?.content ?? {})).toEqual(['text/csv']);
  expect(csv?.security).toEqual([{ session: [] }, { apiKey: [] }]);
  const link = paths['/api/documents/{kind}/{id}.pdf']?.get;
  expect(Object.keys(link?.responses[200]?.content ?? {})).toEqual(['application/pdf']);
  expect(link?.security).toEqual([]);
});
