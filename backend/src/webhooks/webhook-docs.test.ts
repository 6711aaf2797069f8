import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { newSecret } from './signing/secret.ts';
import { createSigner } from './signing/sign.ts';

type Verify = (secret: string, headers: Record<string, string>, body: string, now: number) => unknown;

/** The example for Node.js, as it stands in the documentation. */
async function documentedVerifier(): Promise<Verify> {
  const text = readFileSync(new URL('../../../docs/webhooks.md', import.meta.url), 'utf8');
  const [, source = ''] = /^```js\n(.*?)^```/ms.exec(text) ?? [];
  const module = `data:text/javascript,${encodeURIComponent(source)}`;
  return (await import(/* @vite-ignore */ module)).verifyWebhook;
}

test('the example in the documentation believes what is ours and in time, and nothing else', async () => {
  const verify = await documentedVerifier();
  const [secret, old, foreign] = [newSecret(), newSecret(), newSecret()];
  const at = new Date('2027-03-01T12:00:00Z');
  const body = '{"type":"thing.made","data":{"id":"é"}}';
  const headers = createSigner([secret, old]).headersOf({ id: 'evt_1', body }, at);
  for (const each of [secret, old]) {
    expect(verify(each, headers, body, at.getTime() + 299_000)).toEqual(JSON.parse(body));
  }
  expect(() => verify(foreign, headers, body, at.getTime())).toThrow('no signature matches');
  expect(() => verify(secret, headers, `${body} `, at.getTime())).toThrow('no signature matches');
  expect(() => verify(secret, { ...headers, 'webhook-id': 'evt_2' }, body, at.getTime())).toThrow();
  expect(() => verify(secret, headers, body, at.getTime() + 301_000)).toThrow('too old');
  expect(() => verify(secret, { ...headers, 'webhook-timestamp': 'x' }, body, at.getTime())).toThrow();
});
