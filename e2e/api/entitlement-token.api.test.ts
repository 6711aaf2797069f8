import { type EntitlementKeySet, verifyEntitlementToken } from '@charmbills/sdk';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { graphql } from '../support/graphql.ts';
import { signIn } from '../support/sign-in.ts';
import { startTestApi, type TestApi } from '../support/test-api.ts';

let server: TestApi;
beforeAll(async () => {
  server = await startTestApi();
});
afterAll(() => server.stop());

async function ask(token: string, document: string): Promise<Record<string, never>> {
  const { data, errors } = await graphql(server.graphqlUrl, document, { token });
  expect(errors ?? []).toEqual([]);
  return Object(data);
}

/** Somebody on trial of a plan with features, three times over. */
async function subscribed() {
  const owner = await signIn(server.graphqlUrl);
  const subscriber = await signIn(server.graphqlUrl);
  const { createMerchant } = await ask(owner.token, 'mutation { createMerchant(name: "Tea") { id } }');
  const { id: merchantId } = Object(createMerchant);
  const { createPlan } = await ask(
    owner.token,
    `mutation { createPlan(input: { merchantId: "${merchantId}", name: "Team", features: { seats: 5, tastings: true },
      prices: [{ amount: "1900", currency: "USD", interval: { unit: MONTH }, trialDays: 14 }] }) { id prices { id } } }`,
  );
  const { id: planId, prices } = Object(createPlan);
  await ask(owner.token, `mutation { activatePlan(planId: "${planId}") { status } }`);
  const { startSubscription } = await ask(
    subscriber.token,
    `mutation { startSubscription(priceId: "${prices[0].id}", quantity: 3) { subscription { id } } }`,
  );
  const subscriptionId: string = Object(startSubscription).subscription.id;
  return { owner, subscriber, merchantId: String(merchantId), planId: String(planId), subscriptionId };
}

test('a merchant’s server verifies by itself what a subscriber may use, until the token ends', async () => {
  const { owner, subscriber, merchantId, planId, subscriptionId } = await subscribed();
  const issue = async () =>
    Object(
      await ask(subscriber.token, `{ entitlementToken(merchantId: "${merchantId}") { token expiresAt } }`),
    ).entitlementToken;
  const { token, expiresAt } = await issue();
  const response = await fetch(new URL('/.well-known/jwks.json', server.graphqlUrl));
  expect(response.headers.get('cache-control')).toContain('max-age');
  const keys = (await response.json()) as EntitlementKeySet;
  const claims = JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString());
  const verify = (text: string, options: object = {}) =>
    verifyEntitlementToken(text, { keys, merchantId, issuer: claims.iss, ...options });
  expect(await verify(token)).toMatchObject({
    merchantId,
    plans: [planId],
    features: { seats: 15, tastings: true },
    expiresAt: new Date(expiresAt),
  });
  expect(new Date(expiresAt).getTime() - Date.now()).toBeLessThanOrEqual(300_000);

  const [head, body, signature] = token.split('.');
  const forged = Buffer.from(JSON.stringify({ ...claims, features: { seats: 99 } })).toString('base64url');
  const unsigned = Buffer.from(JSON.stringify({ alg: 'none', typ: 'entitlement+jwt' })).toString('base64url');
  await expect(verify(`${head}.${forged}.${signature}`)).rejects.toMatchObject({ code: 'SIGNATURE_INVALID' });
  await expect(verify(`${unsigned}.${body}.`)).rejects.toMatchObject({ code: 'TOKEN_UNREADABLE' });
  await expect(verify('tea')).rejects.toMatchObject({ code: 'TOKEN_UNREADABLE' });
  await expect(verify(subscriber.token)).rejects.toMatchObject({ code: 'TOKEN_UNREADABLE' });
  await expect(verify(token, { keys: { keys: [] } })).rejects.toMatchObject({ code: 'KEY_UNKNOWN' });
  await expect(verify(token, { merchantId: 'mer_other' })).rejects.toMatchObject({ code: 'NOT_FOR_YOU' });
  await expect(verify(token, { issuer: 'https://other' })).rejects.toMatchObject({ code: 'NOT_FOR_YOU' });
  await expect(verify(token, { now: new Date(expiresAt) })).rejects.toMatchObject({ code: 'EXPIRED' });

  // No session, though its signature is good elsewhere.
  const answer = await graphql(server.graphqlUrl, '{ me { id } }', { token });
  expect(answer.errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
  await ask(owner.token, `mutation { cancelSubscription(subscriptionId: "${subscriptionId}") { status } }`);
  expect(await issue()).toBeNull();
});
