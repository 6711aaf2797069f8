import { runStorm } from './failover/storm.ts';
import { type BenchReport, benchRow, progress } from './report.ts';

/** `BENCH_SECONDS=30` kills for half a minute. */
const SECONDS = Number(process.env.BENCH_SECONDS ?? 180);

/**
 * Two processes of the API and two workers behind nginx under mixed load, one of which is killed every four seconds for
 * three minutes, and then a rolling restart. What must be zero stands first, beside what there was of it.
 */
export async function run(): Promise<BenchReport> {
  const renewals = Math.max(50, SECONDS * 4);
  const storm = await runStorm({
    roles: ['api', 'worker', 'api', 'worker'],
    enough: (_, seconds) => seconds >= SECONDS,
    killEveryMs: 4_000,
    renewals,
    renewalSeconds: SECONDS,
    customers: 10_000,
    load: { readers: 4, payers: 4, pauseMs: 20 },
    watchers: 8,
    progress,
  });
  for (const failure of storm.failures.slice(0, 10)) progress(failure);
  return {
    name: `failover, ${storm.kills} kills in ${SECONDS} s`,
    rows: [
      benchRow(
        'requests failed after one retry / answered',
        'requests',
        storm.requestsFailed,
        storm.answered,
      ),
      benchRow('renewals lost / due', 'renewals', storm.renewalsLost, renewals),
      benchRow('renewals doubled / due', 'renewals', storm.renewalsDoubled, renewals),
      benchRow('webhooks lost / sent', 'webhooks', storm.webhooksLost, storm.webhooks),
      benchRow('credits lost / given', 'credits', storm.creditsLost, storm.credits),
      benchRow('credits doubled / given', 'credits', storm.creditsDoubled, storm.credits),
      benchRow('live connections lost / open', 'connections', storm.watchersLost, storm.watchers),
      benchRow(
        'ledger difference / faults in its check',
        'cents',
        storm.ledgerDifference,
        storm.ledgerFaults,
      ),
      benchRow(
        'rolling restart: requests failed once / answered',
        'requests',
        storm.rollingRetried,
        storm.rollingAnswered,
      ),
      benchRow('requests repeated / answered', 'requests', storm.requestsRetried, storm.answered),
      benchRow('webhooks repeated under their id / sent', 'webhooks', storm.webhooksRepeated, storm.webhooks),
      benchRow('live connections made again / kills', 'connections', storm.watchersReconnected, storm.kills),
    ],
  };
}
