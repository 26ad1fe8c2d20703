import { OAuth2Scopes, PermissionFlagsBits } from 'discord.js';

/** All that the bot ever does in a server: read channels, and post cards with pictures in one. */
const PERMISSIONS =
  PermissionFlagsBits.ViewChannel |
  PermissionFlagsBits.ReadMessageHistory |
  PermissionFlagsBits.SendMessages |
  PermissionFlagsBits.EmbedLinks |
  PermissionFlagsBits.AttachFiles;

/** Adds the bot to a server, with exactly the permissions it needs. */
export function serverInvite(applicationId: string): string {
  return link({
    client_id: applicationId,
    scope: `${OAuth2Scopes.Bot} ${OAuth2Scopes.ApplicationsCommands}`,
    permissions: PERMISSIONS.toString(),
  });
}

/** Installs the commands to a user's own account. */
export function accountInvite(applicationId: string): string {
  return link({
    client_id: applicationId,
    scope: OAuth2Scopes.ApplicationsCommands,
    integration_type: '1',
  });
}

function link(query: Record<string, string>): string {
  return `https://discord.com/oauth2/authorize?${new URLSearchParams(query)}`;
}
