import fc from 'fast-check';

// One commit has one verdict: the suite asks the same of it each time, and `SEED=n npm test` asks
// something else. The deep runs ask something new each time.
fc.configureGlobal({ seed: Number(process.env.SEED ?? 1) });
