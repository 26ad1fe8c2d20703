/** How many requests are allowed in a window of time. */
export interface Limit {
  requests: number;
  windowMs: number;
}

export interface RateLimits {
  /** For each route and its channel, guild or webhook; for each person of their own. */
  route: Limit;
  /** For all requests of the bot together; interaction answers don't count. */
  global: Limit;
}

/** 50 requests a second in all is Discord's own limit; its limits by route are not published. */
export const defaultRateLimits: RateLimits = {
  route: { requests: 40, windowMs: 1_000 },
  global: { requests: 50, windowMs: 1_000 },
};

/** Windows kept before those that are over are thrown away; every interaction has its own. */
const maxWindows = 1_000;

interface Window {
  count: number;
  resetsAt: number;
}

export interface Allowance {
  headers: Record<string, string>;
  /** Set when the request is one too many. */
  refused?: { retryAfterSeconds: number; global: boolean };
}

/** Fixed windows by bucket, told in headers as Discord tells them. */
export function createRateLimiter(limits: RateLimits) {
  const windows = new Map<string, Window>();

  const windowOf = (bucket: string, limit: Limit): Window => {
    const now = Date.now();
    const present = windows.get(bucket);
    if (present !== undefined && present.resetsAt > now) return present;
    if (windows.size > maxWindows) {
      for (const [name, { resetsAt }] of windows) if (resetsAt <= now) windows.delete(name);
    }
    const fresh = { count: 0, resetsAt: now + limit.windowMs };
    windows.set(bucket, fresh);
    return fresh;
  };

  return (bucket: string, major: string, countsGlobally: boolean): Allowance => {
    const route = windowOf(`${bucket} ${major}`, limits.route);
    const global = windowOf('global', limits.global);
    route.count += 1;
    if (countsGlobally) global.count += 1;
    const globalHit = countsGlobally && global.count > limits.global.requests;
    const hit = globalHit || route.count > limits.route.requests;
    const { resetsAt } = globalHit ? global : route;
    const seconds = Math.max(0, resetsAt - Date.now()) / 1_000;
    const headers: Record<string, string> = {
      'x-ratelimit-limit': String(limits.route.requests),
      'x-ratelimit-remaining': String(Math.max(0, limits.route.requests - route.count)),
      'x-ratelimit-reset': (route.resetsAt / 1_000).toFixed(3),
      'x-ratelimit-reset-after': (Math.max(0, route.resetsAt - Date.now()) / 1_000).toFixed(3),
      'x-ratelimit-bucket': bucketName(bucket),
    };
    return hit
      ? { headers, refused: { retryAfterSeconds: seconds, global: globalHit } }
      : { headers };
  };
}

/** A short opaque name for a bucket, as Discord's are. */
function bucketName(bucket: string): string {
  let hash = 0;
  for (const character of bucket) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return hash.toString(16).padStart(8, '0');
}
