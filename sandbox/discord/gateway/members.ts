import type { Discord } from '../discord.ts';
import { memberWire, type Wire } from '../wire/wire.ts';
import { isMember } from '../world/world.ts';

import { dispatchTo, type Session } from './session.ts';

/** Op 8: the members of a server that are asked for, by id or by how their name begins. */
export function sendMembers({ world }: Discord, session: Session, data: Wire): void {
  const guild = world.guilds.get(String(data.guild_id));
  if (guild === undefined || !isMember(world, guild.id, session.userId)) return;
  const wanted = data.user_ids === undefined ? null : [data.user_ids].flat();
  const query = String(data.query ?? '').toLowerCase();
  const members = guild.members.filter(({ userId }) =>
    wanted === null
      ? world.users.get(userId)?.username.toLowerCase().startsWith(query)
      : wanted.includes(userId),
  );
  dispatchTo(session, 'GUILD_MEMBERS_CHUNK', {
    guild_id: guild.id,
    members: members.map((member) => memberWire(world, member)),
    chunk_index: 0,
    chunk_count: 1,
    not_found: wanted?.filter((id) => !isMember(world, guild.id, String(id))) ?? [],
    ...(data.nonce === undefined ? {} : { nonce: data.nonce }),
  });
}
