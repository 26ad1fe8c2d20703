// Loaded into a process before its own code (`node --import`): its clock starts at CLOCK_AT.
const shift = Date.parse(process.env.CLOCK_AT ?? '') - Date.now();
const RealDate = Date;

globalThis.Date = class extends RealDate {
  /** @param {...any} given */
  constructor(...given) {
    // @ts-expect-error: whatever Date takes.
    super(...(given.length === 0 ? [RealDate.now() + shift] : given));
  }

  static now() {
    return RealDate.now() + shift;
  }
};
