/**
 * Names that signals use and exchanges do not, or do no longer. Only names where one unit of the
 * old is one unit of the new: where the number of units changed (MKR → SKY, LEND → AAVE), prices
 * of a signal would be wrong under the new name, and "not listed" is the truth.
 */
export const RENAMED: Readonly<Record<string, string>> = {
  XBT: 'BTC',
  BCC: 'BCH',
  BCHABC: 'BCH',
  DRK: 'DASH',
  EOS: 'A',
  FTM: 'S',
  GNT: 'GLM',
  KLAY: 'KAIA',
  MATIC: 'POL',
  MIOTA: 'IOTA',
  NANO: 'XNO',
  XRB: 'XNO',
  RNDR: 'RENDER',
  STR: 'XLM',
  STRAT: 'STRAX',
  TOMO: 'VIC',
  XDG: 'DOGE',
};

/**
 * Assets that are quoted by the thousand or the million with a letter before the name (kPEPE,
 * 1MBABYDOGE). Listed, since a letter alone tells nothing: KAVA is not a thousand AVA. Names with
 * the number before or after them (1000PEPE, SHIB1000) need no list.
 */
export const BY_LETTER: Readonly<Record<string, { asset: string; units: string }>> = {
  KBONK: { asset: 'BONK', units: '1000' },
  KDOGS: { asset: 'DOGS', units: '1000' },
  KFLOKI: { asset: 'FLOKI', units: '1000' },
  KLUNC: { asset: 'LUNC', units: '1000' },
  KNEIRO: { asset: 'NEIRO', units: '1000' },
  KPEPE: { asset: 'PEPE', units: '1000' },
  KSHIB: { asset: 'SHIB', units: '1000' },
  '1MBABYDOGE': { asset: 'BABYDOGE', units: '1000000' },
};

/** Assets worth a dollar each, in our sums and as quotes: a price in one is a price in the others. */
export const DOLLARS: ReadonlySet<string> = new Set([
  'USD',
  'USDC',
  'USDT',
  'BUSD',
  'DAI',
  'FDUSD',
  'PYUSD',
  'TUSD',
  'USDE',
  'USDS',
]);
