/** How many terms from an instruction its coin, its side, its object or what turns it may stand. */
export const NEAR_INSTRUCTION = 4;

/** How many terms from its price a condition, an exit or a side may stand. */
export const NEAR_PRICE = 5;
