import type { Fault, RouteName } from './control.ts';

type Kind = Fault['kind'];
type Of<K extends Kind> = Extract<Fault, { kind: K }>;

/** The faults that wait for their moment. */
export type Faults = {
  add(fault: Fault): void;
  clear(): void;
  /** Uses up one turn of the oldest waiting fault of that kind which fits the route. */
  take<K extends Kind>(kind: K, route: RouteName): Of<K> | null;
};

export function createFaults(): Faults {
  let waiting: Fault[] = [];
  return {
    add: (fault) => void waiting.push({ times: 1, ...fault }),
    clear() {
      waiting = [];
    },
    take(kind, route) {
      const fault = waiting.find((each) => {
        return each.kind === kind && (!('on' in each) || each.on === 'any' || each.on === route);
      });
      if (!fault) return null;
      fault.times = (fault.times ?? 1) - 1;
      if (fault.times <= 0) waiting = waiting.filter((each) => each !== fault);
      return fault as Of<typeof kind>;
    },
  };
}
