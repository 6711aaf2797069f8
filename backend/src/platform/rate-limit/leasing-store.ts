import type { RateLimit, RateLimitStore } from './rate-limit-store.ts';
import type { SharedCounts } from './shared-counts.ts';

/** The largest part of a limit that one process holds at a time. */
const LARGEST_SHARE = 20;
/** Keys remembered at once; the oldest are forgotten first, and what was left of them stays spent. */
const KEYS_LIMIT = 100_000;

interface Lease {
  /** Uses that this process has taken from the shared count and not given out. */
  left: number;
  /** How many it takes next: twice as many each time, up to its share. */
  size: number;
  /** Milliseconds since 1970: until then what is left may be given out, or nothing is. */
  until: number;
  refusedUntil: number;
  /** The taking under way, which later callers wait for. */
  taking: Promise<void> | undefined;
  waiting: number;
}

/**
 * Counts shared by several processes, asked now and then: a process takes some uses at once and gives them out by itself,
 * so that a busy caller costs few statements, and one over the limit none. A caller may be refused early by what other
 * processes hold of their limit, a twentieth each at most. Whatever fails, `fallback` counts instead: no request fails
 * because of its count.
 */
export function createLeasingStore(shared: SharedCounts, fallback: RateLimitStore): RateLimitStore {
  const leases = new Map<string, Lease>();

  function leaseOf(key: string): Lease {
    let lease = leases.get(key);
    if (lease) leases.delete(key);
    else lease = { left: 0, size: 1, until: 0, refusedUntil: 0, taking: undefined, waiting: 0 };
    leases.set(key, lease);
    const [oldest] = leases.keys();
    if (leases.size > KEYS_LIMIT && oldest !== undefined) leases.delete(oldest);
    return lease;
  }

  async function take(lease: Lease, key: string, limit: RateLimit, at: Date): Promise<void> {
    // A turn of the event loop, in which others of the same key come to wait.
    await Promise.resolve();
    const wanted = Math.max(lease.waiting, lease.size);
    const { granted, waitMs } = await shared.take(key, limit, wanted, at);
    const now = at.getTime();
    if (granted === 0) lease.refusedUntil = now + Math.max(1, waitMs);
    lease.left = granted;
    lease.until = now + limit.windowSeconds * 1_000;
    lease.size = Math.min(lease.size * 2, Math.max(1, Math.floor(limit.max / LARGEST_SHARE)));
  }

  return {
    async take(key, limit, at) {
      const now = at.getTime();
      const lease = leaseOf(key);
      for (;;) {
        if (lease.refusedUntil > now) return Math.ceil(lease.refusedUntil - now);
        if (lease.left > 0 && lease.until > now) {
          lease.left -= 1;
          return 0;
        }
        lease.waiting += 1;
        try {
          lease.taking ??= take(lease, key, limit, at).finally(() => {
            lease.taking = undefined;
          });
          await lease.taking;
        } catch {
          return fallback.take(key, limit, at);
        } finally {
          lease.waiting -= 1;
        }
      }
    },
  };
}
