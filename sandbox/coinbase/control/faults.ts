import type { Fault, FaultPlace } from './control.ts';

type Kind = Fault['kind'];
type Of<K extends Kind> = Extract<Fault, { kind: K }>;

/** The faults that wait for their moment. */
export type Faults = {
  add(fault: Fault): void;
  clear(): void;
  waiting(): Fault[];
  /** Uses up one turn of the oldest waiting fault of that kind which fits the place. */
  take<K extends Kind>(
    kind: K,
    place: Exclude<FaultPlace, 'any'>,
    fits?: (fault: Of<K>) => boolean,
  ): Of<K> | null;
};

export function createFaults(): Faults {
  let waiting: Fault[] = [];
  return {
    add: (fault) => void waiting.push({ times: 1, ...fault }),
    clear() {
      waiting = [];
    },
    waiting: () => [...waiting],
    take(kind, place, fits) {
      const fault = waiting.find((each) => {
        if (each.kind !== kind || fits?.(each as Of<typeof kind>) === false) return false;
        if (!('on' in each)) return true;
        return each.on === place || (each.on === 'any' && place !== 'subscribe');
      });
      if (!fault) return null;
      fault.times = (fault.times ?? 1) - 1;
      if (fault.times <= 0) waiting = waiting.filter((each) => each !== fault);
      return fault as Of<typeof kind>;
    },
  };
}
