import type { Capabilities, OrderRequest } from '../../venue.ts';
import { LACKS_KIND, plainCode } from '../refusals/refusalCodes.ts';

/**
 * Which protective orders each product takes. Coinbase does not publish it, and what others report
 * contradicts itself, so a product is tried and its own answer is remembered.
 */
export type LearnedCapabilities = {
  of(productId: string): Capabilities;
  /** What an answer to `request` teaches: `code` is Coinbase's reason for a no, undefined a yes. */
  learn(request: OrderRequest, code: string | undefined): void;
};

/** Nothing is known against it. */
const UNTRIED: Capabilities = { bracket: true, stopLimit: true };

/** `onCapability` is called when something new was learned, not when it was said again. */
export function createCapabilities(
  known: Readonly<Record<string, Capabilities>>,
  onCapability: ((productId: string, capabilities: Capabilities) => void) | undefined,
): LearnedCapabilities {
  const learned = new Map(Object.entries(known));
  return {
    of: (productId) => learned.get(productId) ?? UNTRIED,
    learn(request, code) {
      const lesson = lessonOf(request, code);
      if (!lesson) return;
      const before = learned.get(request.productId);
      const after = { ...UNTRIED, ...before, ...lesson };
      const isKnown =
        before?.bracket === after.bracket &&
        before.stopLimit === after.stopLimit &&
        before.attachedBracket === after.attachedBracket;
      if (isKnown) return;
      learned.set(request.productId, after);
      onCapability?.(request.productId, after);
    },
  };
}

function lessonOf(
  request: OrderRequest,
  code: string | undefined,
): Partial<Capabilities> | undefined {
  const taken = code === undefined;
  if (!taken && !LACKS_KIND.has(plainCode(code))) return undefined;
  // Every product takes plain entries, so what was refused is the bracket attached to it.
  if (request.attached) {
    const noBrackets = !taken && plainCode(code) === 'BRACKET_ORDER_NOT_SUPPORTED';
    return { attachedBracket: taken, ...(noBrackets ? { bracket: false } : {}) };
  }
  if (request.terms.type === 'bracket') return { bracket: taken };
  if (request.terms.type === 'stop_limit') return { stopLimit: taken };
  return undefined;
}
