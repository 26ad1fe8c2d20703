/** Nobody trades now, so what was asked can't be answered; `message` is for whoever asked. */
export class TraderAway extends Error {
  override name = 'TraderAway';
}

const STAYS =
  'Stops and targets that rest at the exchange stay there. What is posted meanwhile is kept, and read once the trader is back.';

export function traderAway(since: Date, kept = false): TraderAway {
  const at = since.getTime() === 0 ? '' : ` since ${since.toISOString().slice(11, 19)} UTC`;
  const done = kept
    ? 'What you asked for is written down, and done as soon as it is back. If it can not wait, do it in the app of the exchange.'
    : 'Nothing was done.';
  return new TraderAway(`The trader is away${at}. ${done} ${STAYS}`);
}

export function traderSilent(): TraderAway {
  return new TraderAway(
    'The trader runs and has not answered in time. Nothing was done. Try again.',
  );
}
