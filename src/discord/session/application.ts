import { ApplicationFlags, type REST, Routes, TeamMemberMembershipState } from 'discord.js';
import { z } from 'zod';

export const NO_MESSAGE_CONTENT =
  'The bot may not read messages: switch on "Message Content Intent" at https://discord.com/developers/applications (your application, Bot, Privileged Gateway Intents)';

/** The bot's application as Discord knows it. */
export type Application = {
  id: string;
  /** Who may command: the application's owner, or every member of the team that owns it. */
  ownerIds: ReadonlySet<string>;
  /** Who is written to when no private channel is set. */
  ownerId: string;
  /** Whether the Message Content intent is switched on. */
  messageContent: boolean;
};

const wire = z.object({
  id: z.string(),
  flags: z.number().default(0),
  owner: z.object({ id: z.string() }).nullish(),
  team: z
    .object({
      owner_user_id: z.string(),
      members: z.array(
        z.object({ membership_state: z.number(), user: z.object({ id: z.string() }) }),
      ),
    })
    .nullish(),
});

const MESSAGE_CONTENT =
  ApplicationFlags.GatewayMessageContent | ApplicationFlags.GatewayMessageContentLimited;

/** Asks Discord who the bot is and whose. Rejects with discord.js's own errors. */
export async function fetchApplication(rest: REST): Promise<Application> {
  const { id, flags, owner, team } = wire.parse(await rest.get(Routes.currentApplication()));
  const ownerIds = new Set(
    team
      ? team.members
          .filter((member) => member.membership_state === TeamMemberMembershipState.Accepted)
          .map((member) => member.user.id)
      : owner
        ? [owner.id]
        : [],
  );
  // With a team, `owner` is a user that stands for it and nobody's account.
  const ownerId = team ? team.owner_user_id : owner?.id;
  if (ownerId === undefined) throw new Error('Discord did not say who owns this application.');
  ownerIds.add(ownerId);
  return { id, ownerIds, ownerId, messageContent: (flags & MESSAGE_CONTENT) !== 0 };
}
