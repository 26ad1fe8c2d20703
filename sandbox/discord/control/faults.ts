/** What happens to the next requests on a route. */
export interface RequestFault {
  /** Any method when absent. */
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** The path below /api/v10; a part that is a star stands for any: `/channels/*`. */
  path: string;
  /** How many requests it meets; 1 when absent. */
  times?: number;
  /**
   * - `status`: answered with this status, nothing is done. A 429 takes `retryAfterSeconds`.
   * - `lose`: the request is done but the connection is cut instead of answered.
   * - `delay`: done and answered, `delayMs` later.
   * - `malformed`: answered with 200 and `body`, which is not what belongs there; nothing is done.
   */
  kind: 'status' | 'lose' | 'delay' | 'malformed';
  status?: number;
  retryAfterSeconds?: number;
  /** For a 429: the whole bot is limited, not one route. */
  global?: boolean;
  delayMs?: number;
  /** `{}` when absent. */
  body?: string;
}

export interface Faults {
  add(fault: RequestFault): void;
  /** The fault that meets this request, counted as used. */
  take(method: string, path: string): RequestFault | undefined;
  clear(): void;
}

export function createFaults(): Faults {
  let waiting: { fault: RequestFault; left: number }[] = [];
  return {
    add: (fault) => {
      waiting.push({ fault, left: fault.times ?? 1 });
    },
    take: (method, path) => {
      const met = waiting.find(
        ({ fault, left }) =>
          left > 0 && (fault.method ?? method) === method && matches(fault.path, path),
      );
      if (met === undefined) return undefined;
      met.left -= 1;
      waiting = waiting.filter(({ left }) => left > 0);
      return met.fault;
    },
    clear: () => {
      waiting = [];
    },
  };
}

function matches(pattern: string, path: string): boolean {
  const wanted = pattern.split('/');
  const parts = path.split('/');
  return (
    wanted.length === parts.length && wanted.every((part, at) => part === '*' || part === parts[at])
  );
}

/** Frames that no client should get, by what is wrong with them. */
export const malformedFrames = {
  'not json': '{"op":0,"t":"MESSAGE_CREATE","s":',
  'unknown op': '{"op":99,"d":null,"s":null,"t":null}',
  'unknown event': '{"op":0,"t":"SOMETHING_NEW","s":null,"d":{"id":"1"}}',
  'missing fields': '{"op":0,"t":"MESSAGE_CREATE","s":null,"d":{}}',
  'half a message':
    '{"op":0,"t":"MESSAGE_CREATE","s":null,"d":{"id":"1323800000000000999","channel_id":"1323800000000000020"}}',
  'half an interaction':
    '{"op":0,"t":"INTERACTION_CREATE","s":null,"d":{"id":"1323800000000000999","type":2}}',
  'not an object': '"hello"',
} as const;

export type MalformedFrame = keyof typeof malformedFrames;
