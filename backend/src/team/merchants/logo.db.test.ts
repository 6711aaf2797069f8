import Fastify from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { registerLogos } from '../../api/rest/register-logos.ts';
import { listMerchantAudit } from '../../compliance/index.ts';
import { findMerchants, logoOf, requireMerchant } from '../../identity/index.ts';
import { testPng } from '../../platform/images/testing.ts';
import { createTestTeam, type TestTeam } from '../testing.ts';
import { createMerchant } from './create-merchant.ts';
import { LOGO_LIMIT_BYTES } from './read-logo.ts';
import { removeLogo, setLogo } from './set-logo.ts';
import { updateMerchant } from './update-merchant.ts';

let team: TestTeam;
beforeAll(async () => {
  team = await createTestTeam();
});
afterAll(() => team.stop());

async function newMerchant() {
  const person = await team.newPerson();
  const { client } = team.services.database;
  const { merchantId } = await createMerchant(team.services, person, { name: 'Tea' });
  const scope = await requireMerchant(client, person, merchantId, 'admin');
  const shown = async () => {
    const [merchant] = await findMerchants(client, [merchantId]);
    if (!merchant) throw new Error('it is there');
    return { color: merchant.brandColor, logo: logoOf(team.services.config, merchant) };
  };
  const audit = async () => {
    const entries = await listMerchantAudit(client, scope, { first: 50, take: 51, beforeId: undefined }, {});
    return entries.map(({ action }) => action);
  };
  return { scope, shown, audit };
}

const base64 = (png: Buffer) => png.toString('base64');

test('a logo is served under its own address until another one takes its place', async () => {
  const { scope, shown, audit } = await newMerchant();
  const app = Fastify();
  registerLogos(app, team.services);
  const get = (url = '') => app.inject(new URL(url).pathname);
  await setLogo(team.services, scope, { png: base64(testPng()) });
  await setLogo(team.services, scope, { png: base64(testPng()) });
  const first = (await shown()).logo;
  expect(first).toMatchObject({ width: 4, height: 2 });
  const answer = await get(first?.url);
  expect(answer.rawPayload).toEqual(testPng());
  expect(answer.headers).toMatchObject({
    'content-type': 'image/png',
    'cache-control': 'public, max-age=31536000, immutable',
    'cross-origin-resource-policy': 'cross-origin',
  });
  await setLogo(team.services, scope, { png: base64(testPng({ width: 2 })) });
  const second = (await shown()).logo;
  expect(second?.url).not.toBe(first?.url);
  expect((await get(first?.url)).statusCode).not.toBe(200);
  await removeLogo(team.services, scope);
  await removeLogo(team.services, scope);
  expect((await shown()).logo).toBeNull();
  expect((await get(second?.url)).statusCode).not.toBe(200);
  expect(await audit()).toEqual([
    'merchant.logo_removed',
    'merchant.logo_set',
    'merchant.logo_set',
    'merchant.created',
  ]);
});

test.each([
  ['too large', Buffer.alloc(LOGO_LIMIT_BYTES + 1)],
  ['no PNG', Buffer.from('<svg onload="alert(1)"/>')],
  ['too wide', testPng({ width: 1_025, height: 1 })],
])('a logo that is %s is refused', async (_, png) => {
  const { scope, shown } = await newMerchant();
  await expect(setLogo(team.services, scope, { png: base64(png) })).rejects.toMatchObject({ field: 'png' });
  expect((await shown()).logo).toBeNull();
});

test.each([`mer_1/%00`, `mer_1%00/${'ab'.repeat(32)}`])(
  'what no logo has is not asked for: %s',
  async (path) => {
    const app = Fastify();
    registerLogos(app, team.services);
    app.setErrorHandler((error: { code?: string }, _, reply) => reply.send({ code: error.code }));
    expect((await app.inject(`/api/logos/${path}.png`)).json()).toEqual({ code: 'NOT_FOUND' });
  },
);

test('a colour is six hexadecimal digits, kept in lower case, and can be taken away', async () => {
  const { scope, shown } = await newMerchant();
  await updateMerchant(team.services, scope, { brandColor: ' #F7931A ' });
  expect((await shown()).color).toBe('#f7931a');
  for (const brandColor of ['red', '#fff', '#12345g', 'url(https://x.example)', '#123456;']) {
    await expect(updateMerchant(team.services, scope, { brandColor })).rejects.toMatchObject({
      field: 'brandColor',
    });
  }
  await updateMerchant(team.services, scope, { brandColor: null });
  expect((await shown()).color).toBeNull();
});
