import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { freePort, requireFreePort } from './ports.ts';
import { ROOT } from './root.ts';
import { blockIntervalOf, choosePorts, dataDirOf, PORTS } from './settings.ts';

test('ports have defaults and follow their variables', async () => {
  const ports = await choosePorts({ POSTGRES_PORT: '6000', RELAY_PORT: ' ' }, 'default');
  expect(ports).toMatchObject({ backend: 3002, prover: 8080, postgres: 6000, bitcoind: 18443, relay: 18445 });
  expect(ports).toMatchObject({ simulatedPayments: 8090, simulatorControl: 8099 });
});

test.each(['0', '65536', '80a', '1.5', '-1'])(
  'the port %s is refused by the name of its variable',
  async (text) => {
    await expect(choosePorts({ PROVER_PORT: text }, 'default')).rejects.toMatchObject({
      code: 'CONFIGURATION_INVALID',
      message: expect.stringContaining(`PROVER_PORT is "${text}"`),
    });
  },
);

test('a throw-away stack gets different free ports, whatever the variables say', async () => {
  const ports = Object.values(await choosePorts({ PORT: '1' }, 'free'));
  expect(new Set(ports).size).toBe(Object.keys(PORTS).length);
  expect(ports).not.toContain(1);
});

test('the data folder is meant from the root of the checkout', () => {
  expect(dataDirOf({})).toBe(`${ROOT}/.data`);
  expect(dataDirOf({ DATA_DIR: 'elsewhere' })).toBe(`${ROOT}/elsewhere`);
  expect(dataDirOf({ DATA_DIR: '/var/lib/charmbills' })).toBe('/var/lib/charmbills');
});

test('the block interval is 20 s unless set, and may be nought', () => {
  expect(blockIntervalOf({})).toBe(20);
  expect(blockIntervalOf({ BLOCK_INTERVAL_SECONDS: '0' })).toBe(0);
});

test('a port that is in use is told apart from a free one', async () => {
  const port = await freePort();
  expect(await requireFreePort('a service', port, 'SOME_PORT')).toBe(port);
  const server = createServer();
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
  try {
    await expect(requireFreePort('a service', port, 'SOME_PORT')).rejects.toMatchObject({
      code: 'PORT_TAKEN',
      message: `Port ${port} for a service is already in use. Stop what listens there, or set SOME_PORT to another port.`,
    });
  } finally {
    server.close();
  }
});
