import { expect, test } from 'vitest';
import { verifyWebhook, type WebhookRequest } from './webhooks.ts';

// The example of https://github.com/standard-webhooks/standard-webhooks.
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const OTHER = 'whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';
const BODY = '{"test": 2432232314}';
const HEADERS = {
  'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  'webhook-timestamp': '1614265330',
  'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
};
const at = (seconds: number) => new Date(seconds * 1_000);
const verify = (more: Partial<WebhookRequest> = {}) =>
  verifyWebhook({ body: BODY, headers: HEADERS, secret: SECRET, now: at(1_614_265_330), ...more });

test('the published example is accepted, in whatever form its headers come', async () => {
  expect((await verify()).id).toBe('msg_p5jXN8AQM9LWM0D4loKWxJek');
  await verify({ headers: new Headers(HEADERS) });
  const shouted = Object.entries(HEADERS).map(([name, value]) => [name.toUpperCase(), value]);
  await verify({ headers: Object.fromEntries(shouted) });
});

test('while a secret is rotated either of two signs, and either of two signatures counts', async () => {
  await verify({ secret: [OTHER, SECRET] });
  const both = `v1,AAAA v2,BBBB ${HEADERS['webhook-signature']}`;
  await verify({ headers: { ...HEADERS, 'webhook-signature': both } });
});

test('another body, id, time, secret or kind of signature is not ours', async () => {
  const changes: Partial<WebhookRequest>[] = [
    { body: `${BODY} ` },
    { secret: OTHER },
    { secret: [] },
    { secret: '' },
    { secret: 'whsec_*' },
    { headers: { ...HEADERS, 'webhook-id': 'msg_other' } },
    { headers: { ...HEADERS, 'webhook-timestamp': '1614265331' } },
    {
      headers: {
        ...HEADERS,
        'webhook-signature': HEADERS['webhook-signature'].replace('v1', 'v2'),
      },
    },
    { headers: { ...HEADERS, 'webhook-signature': 'v1,*' } },
  ];
  for (const change of changes) {
    await expect(verify(change)).rejects.toMatchObject({ code: 'SIGNATURE_INVALID' });
  }
});

test('one signed too long ago, or in the future, is refused', async () => {
  await verify({ now: at(1_614_265_330 + 300) });
  await verify({ now: at(1_614_265_330 - 300) });
  for (const off of [-301, 301]) {
    await expect(verify({ now: at(1_614_265_330 + off) })).rejects.toMatchObject({ code: 'TIMESTAMP_OFF' });
  }
  const headers = { ...HEADERS, 'webhook-timestamp': 'NaN' };
  await expect(verify({ headers })).rejects.toMatchObject({ code: 'TIMESTAMP_OFF' });
});

test('one without its headers is refused', async () => {
  for (const name of Object.keys(HEADERS)) {
    const headers = { ...HEADERS, [name]: undefined };
    await expect(verify({ headers })).rejects.toMatchObject({ code: 'HEADERS_MISSING' });
  }
});
