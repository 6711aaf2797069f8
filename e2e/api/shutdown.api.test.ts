import { expect, test, vi } from 'vitest';
import { recordEvents } from '../../backend/src/platform/events/index.ts';
import { graphql } from '../support/graphql.ts';
import { connect, connectLive, subscribe } from '../support/live.ts';
import { probeSchema } from '../support/probe-schema.ts';
import { startTestApi } from '../support/test-api.ts';

test('closing answers what is under way, says goodbye to live connections and takes nothing new', async () => {
  const server = await startTestApi({ schema: probeSchema() });
  const { database, clock } = server.services;
  const live = await connectLive(server.graphqlUrl);
  subscribe(live, 'subscription { reads }');
  await live.next();
  const slow = graphql(server.graphqlUrl, '{ slow }');
  await vi.waitFor(() => expect(server.takeQueries().some((sql) => sql.includes('COUNT'))).toBe(true));

  const closing = server.api.close(20_000);
  expect(await live.closed).toEqual({ code: 1001, reason: 'Going away' });
  await expect(connect(server.graphqlUrl)).rejects.toThrow();
  await expect(fetch(`${server.url}/health`)).rejects.toThrow();

  await database.transaction((tx) =>
    recordEvents(tx, clock.now(), [{ type: 'test.release', subjectId: 'release' }]),
  );
  expect((await slow).data).toEqual({ slow: 1 });
  await closing;
  await server.stop();
});

test('what does not end in time is cut', async () => {
  const server = await startTestApi({ schema: probeSchema() });
  const slow = graphql(server.graphqlUrl, '{ slow }');
  slow.catch(() => undefined);
  await vi.waitFor(() => expect(server.takeQueries().some((sql) => sql.includes('COUNT'))).toBe(true));
  await server.api.close(100);
  await expect(slow).rejects.toThrow();
  const { database, clock } = server.services;
  await database.transaction((tx) =>
    recordEvents(tx, clock.now(), [{ type: 'test.release', subjectId: 'release' }]),
  );
  await server.stop();
});
