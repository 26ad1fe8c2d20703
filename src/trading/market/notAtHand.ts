/** Something is not known without asking the market for it, where nobody is to be asked. */
export class NotAtHand extends Error {
  override name = 'NotAtHand';
}
