/** One look at their clock. Times in UTC milliseconds, each by the clock that it is named for. */
export type ClockSample =
  /** An answer says when it was made, in whole seconds: some time between our question and its arrival. */
  | { kind: 'answer'; ourSent: number; ourReceived: number; theirSecond: number }
  /** A message that was just told was made before. */
  | { kind: 'message'; ourReceived: number; theirMade: number };

/** How many milliseconds our clock is ahead of theirs, at least and at most; behind where negative. */
export type ClockOffset = { least: number; most: number };

/** A second that is written is the one that has begun. */
const SECOND_MS = 1_000;

/**
 * What the samples, oldest first, prove together. Where two contradict each other a clock was set in
 * between: only what is newer counts. null when nothing is proven.
 */
export function clockOffset(samples: readonly ClockSample[]): ClockOffset | null {
  let proven: ClockOffset = {
    least: Number.NEGATIVE_INFINITY,
    most: Number.POSITIVE_INFINITY,
  };
  for (const sample of samples.toReversed()) {
    const one = offsetOf(sample);
    const both = {
      least: Math.max(proven.least, one.least),
      most: Math.min(proven.most, one.most),
    };
    if (both.least > both.most) break;
    proven = both;
  }
  return Number.isFinite(proven.least) || Number.isFinite(proven.most) ? proven : null;
}

function offsetOf(sample: ClockSample): ClockOffset {
  if (sample.kind === 'message') {
    return {
      least: Number.NEGATIVE_INFINITY,
      most: sample.ourReceived - sample.theirMade,
    };
  }
  const { ourSent, ourReceived, theirSecond } = sample;
  return { least: ourSent - theirSecond - SECOND_MS, most: ourReceived - theirSecond };
}

/** By how many milliseconds our clock is proven to be off by more than that; 0 when it is not. */
export function provenOff(offset: ClockOffset | null, toleranceMs: number): number {
  if (offset === null) return 0;
  if (offset.least > toleranceMs) return offset.least;
  if (offset.most < -toleranceMs) return offset.most;
  return 0;
}
