import type { Lease } from '../store/server/lease.ts';
import type { Executor } from './executor.ts';

/** Whether the core's orders are held back, while something acts at the venues without the database. */
export type OrderHolds = {
  /** Whether this instance may change anything at a venue at this moment. */
  maySend(): boolean;
  /** Places and changes nothing until the function it gives is called; cancels go on. */
  hold(executor: Executor): () => void;
  /** The same by the owner's word, who closes what is open. */
  holdToClose(executor: Executor): () => void;
  isClosing(): boolean;
};

export function createOrderHolds(lease: Pick<Lease, 'holds' | 'isLost'>): OrderHolds {
  let holders = 0;
  /** Of those, how many by the owner's word. */
  let closing = 0;
  const hold = (executor: Executor) => {
    const release = executor.hold();
    holders += 1;
    return once(() => {
      holders -= 1;
      release();
    });
  };
  return {
    maySend: () => lease.holds() || (holders > 0 && !lease.isLost()),
    hold,
    holdToClose(executor) {
      const release = hold(executor);
      closing += 1;
      return once(() => {
        closing -= 1;
        release();
      });
    },
    isClosing: () => closing > 0,
  };
}

function once(act: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) act();
    isDone = true;
  };
}
