import { writeFileSync } from 'node:fs';
import {
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandOption,
  ApplicationCommandOptionType,
} from 'discord.js';
import { chatCommands, messageCommands } from '../src/commands/index.ts';
import { SHOWN } from './commandsShown.ts';

/**
 * docs/commands.md, made from the commands themselves and what `SHOWN` says that each answers; run
 * this file to write it. Throws where a command has no such sentence, or a sentence no command.
 */
export function commandsPage(): string {
  const untold = new Set(Object.keys(SHOWN));
  const shown = (name: string): string => {
    untold.delete(name);
    const sentence = SHOWN[name];
    if (sentence === undefined)
      throw new Error(`commandsShown.ts does not say what ${name} shows.`);
    return sentence;
  };
  const chat = [...chatCommands.values()].map(({ data, who }) => {
    const { name, description, options = [] } = data.toJSON();
    const parts = options.filter(({ type }) => type === ApplicationCommandOptionType.Subcommand);
    const head = [`## /${name}`, `${description}. ${MAY[who]}`];
    if (parts.length === 0) return [...head, shown(name), ...optionTable(options)].join('\n\n');
    return [
      ...head,
      ...parts.flatMap((part) => [
        `### /${name} ${part.name}`,
        `${part.description}. ${shown(`${name} ${part.name}`)}`,
        ...optionTable('options' in part ? (part.options ?? []) : []),
      ]),
    ].join('\n\n');
  });
  const menus = [...messageCommands.values()].map(
    ({ data: { name }, who }) => `### ${name}\n\n${shown(name)} ${MAY[who]}`,
  );
  const page = `${INTRODUCTION}\n${chat.join('\n\n')}\n\n## In the menu of a message\n\n${menus.join('\n\n')}\n`;
  if (untold.size > 0) throw new Error(`There are no such commands: ${[...untold].join(', ')}.`);
  return page;
}

const MAY = {
  everyone: 'For everybody.',
  viewer: 'For viewers, traders and the owner.',
  trader: 'For traders and the owner.',
  owner: 'For the owner.',
} as const;

const INTRODUCTION = `# Commands

Every command with every option, and what it shows. Where others can read, an answer is shown to whoever asked alone. Who is a viewer, a trader or the owner: [security.md](security.md#who-may-what). Where commands are offered, and what to do where they don't appear: [troubleshooting.md](troubleshooting.md#commands-dont-appear).
`;

function optionTable(options: readonly APIApplicationCommandOption[]): string[] {
  if (options.length === 0) return [];
  const rows = options.map(
    (option) =>
      `| \`${option.name}\` | ${option.required === true ? 'yes' : ''} | ${option.description}${choicesOf(option)} |`,
  );
  return [['| option | must be given | |', '|---|---|---|', ...rows].join('\n')];
}

function choicesOf(option: APIApplicationCommandOption): string {
  const { choices } = option as APIApplicationCommandBasicOption & {
    choices?: readonly { name: string }[];
  };
  if (choices === undefined || choices.length === 0) return '';
  return `. One of: ${choices.map(({ name }) => name).join('; ')}`;
}

if (import.meta.main)
  writeFileSync(new URL('../docs/commands.md', import.meta.url), commandsPage());
