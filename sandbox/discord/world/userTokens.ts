import { randomBytes } from 'node:crypto';

/** What people log in with; other than the bot's token each is of this start alone. */
export interface UserTokens {
  /** A user's token. */
  of(userId: string): string;
  /** Whose a token is. */
  userOf(token: string | undefined): string | undefined;
}

export function createUserTokens(): UserTokens {
  const tokens = new Map<string, string>();
  const users = new Map<string, string>();
  return {
    of: (userId) => {
      const known = tokens.get(userId);
      if (known !== undefined) return known;
      const token = randomBytes(24).toString('base64url');
      tokens.set(userId, token);
      users.set(token, userId);
      return token;
    },
    userOf: (token) => users.get(token ?? ''),
  };
}
