import { COLOURS } from '../../notices/cards/colours.ts';
import { markedMessage } from '../../notices/cards/formatCard.ts';
import { button } from '../../notices/components/buttons.ts';
import { menu, rowOf } from '../../notices/components/menus.ts';
import { cut, fitEmbed } from '../../notices/words/embedLimits.ts';
import { escapeProviderText, plainProviderText } from '../../notices/words/providerText.ts';
import { readingTitle, signalFields } from '../../notices/words/signalWords.ts';
import type { Correction } from '../../trading/inbox/formats.ts';
import type { PlaceRole, SingleRole } from '../../trading/signal/format/format.ts';
import { listRoles, roleOf, rolesOfList } from '../../trading/signal/format/listRoles.ts';
import type { UpdateAction } from '../../trading/signal/reading.ts';
import type { WatchView } from '../watch/watchCard.ts';

/** What a correction is about: a format, and the message that was asked about, when there is one. */
export type CorrectionKey = { formatId: number; message: readonly [string, number, number] | null };

/** A menu holds no more. */
const MOST_OPTIONS = 25;

/** Chosen for a list: its numbers get their places one by one. */
export const EACH = 'each';

const ORDER_ROLES: readonly [SingleRole, string][] = [
  ['entry', 'Entry'],
  ['stop', 'Stop'],
  ['target', 'Target (in their order)'],
  ['leverage', 'Leverage'],
  ['size', 'Size (percent to risk)'],
  ['nothing', 'Nothing'],
];
const INSTRUCTION_ROLES: readonly [SingleRole, string][] = [
  ['price', 'Price (the new stop, the price to close at)'],
  ['part', 'Part to close (percent)'],
  ['nothing', 'Nothing'],
];
const ACTIONS: readonly [UpdateAction, string][] = [
  ['close', 'Close it'],
  ['close_part', 'Close a part'],
  ['stop_to_entry', 'Stop to the entry'],
  ['move_stop', 'Move the stop to the price'],
  ['cancel_entry', 'Cancel the entry'],
  ['target_hit', 'Only a report: a target was reached'],
  ['stop_hit', 'Only a report: the stop was hit'],
];

export type NumberedPlace = {
  line: number;
  place: number;
  /** Which of a list whose numbers get their places one by one; null for all of them. */
  nth: number | null;
  /** How many numbers stand there. */
  count: number;
  numbers: string;
  words: string;
  role: PlaceRole;
};

/** The numbers found in the example, each with the words around it and what it is now. */
export function placesIn({ written, draft }: Correction): NumberedPlace[] {
  return written.format.lines.flatMap(({ key }, line) => {
    const same = written.lines.filter((one) => one.key === key);
    const words = key.replaceAll(/\{(n|%|x)\}/gu, '…').replaceAll(/[{}]/gu, '');
    return (same[0]?.places ?? []).flatMap(({ numbers: first }, place): NumberedPlace[] => {
      const role = draft.roles[line]?.[place] ?? 'nothing';
      const lists = same.map((one) =>
        (one.places[place]?.numbers ?? []).map(({ term }) => term.text),
      );
      const count = first.length;
      const common = { line, place, count, words };
      if (count < 2 || !(role === 'mixed' || rolesOfList(role)))
        return [{ ...common, nth: null, numbers: lists.flat().join(', '), role }];
      return first.map((_, nth) => ({
        ...common,
        nth,
        numbers: lists.flatMap((list) => list[nth] ?? []).join(', '),
        role: toldOf(role, nth, count),
      }));
    });
  });
}

/** What a number of a list is told to be; nothing as long as it isn't. */
function toldOf(role: PlaceRole, nth: number, count: number): SingleRole {
  const told = roleOf(role, nth, count);
  return told === 'mixed' || rolesOfList(told) ? 'nothing' : (told as SingleRole);
}

/** The role of the whole place once `chosen` was tapped for one of its numbers, or for all. */
export function roleTapped(
  { nth, count, role }: NumberedPlace,
  before: PlaceRole,
  chosen: SingleRole | typeof EACH,
): PlaceRole {
  const each = Array.from({ length: count }, (_, i) => toldOf(before, i, count));
  if (chosen === EACH) return listRoles(each);
  if (nth === null) return chosen;
  return role === chosen ? before : listRoles(each.map((one, i) => (i === nth ? chosen : one)));
}

/** The panel on which a format is corrected by taps; `chosen`: the number that gets its place now. */
export function correctPanel(
  correction: Correction,
  key: CorrectionKey,
  chosen: number | null,
): WatchView {
  const { format, readings, draft, written } = correction;
  const places = placesIn(correction);
  const args = [String(key.formatId), ...(key.message ? key.message.map(String) : ['0', '0', '0'])];
  const ofOrder = written.format.kind === 'order';
  const [reading] = readings ?? [];
  return {
    content: '',
    embeds: [
      fitEmbed({
        title: 'What is what?',
        color: reading ? COLOURS.good : COLOURS.warning,
        description: [
          markedMessage(format.example, reading ?? { provenance: {} }),
          '',
          ...places.map(
            ({ numbers, words, role }, at) =>
              `**${at + 1}.** ${escapeProviderText(numbers, 80)} in “${escapeProviderText(words, 60)}”: **${labelOf(role)}**`,
          ),
        ].join('\n'),
        fields: reading
          ? [
              { name: 'So it reads', value: readingTitle(reading) },
              ...(reading.kind === 'signal' ? signalFields(reading) : []),
            ]
          : [
              {
                name: 'Not yet',
                value: ofOrder
                  ? 'So it makes no order: a coin, a side, and levels on the right sides of the entry are needed.'
                  : 'So it makes no instruction: say what it does.',
              },
            ],
        footer: { text: plainProviderText(format.provider_name, 80) },
      }),
    ],
    components: [
      ...(places.length === 0
        ? []
        : [
            rowOf(
              menu('Choose a number', { action: 'format_place', args }).addOptions(
                places.slice(0, MOST_OPTIONS).map(({ numbers, words, role }, at) => ({
                  label: cut(`${at + 1}. ${plainProviderText(numbers, 60)}: ${labelOf(role)}`, 100),
                  description: cut(plainProviderText(words, 90) || 'no words', 100),
                  value: String(at),
                  default: at === chosen,
                })),
              ),
            ),
          ]),
      ...(chosen === null || !places[chosen]
        ? []
        : [
            rowOf(
              menu(`What is number ${chosen + 1}?`, {
                action: 'format_role',
                args: [...args, String(chosen)],
              }).addOptions(
                [
                  ...(ofOrder ? ORDER_ROLES : INSTRUCTION_ROLES),
                  ...(ofOrder ? eachOf(places[chosen]) : []),
                ].map(([value, label]) => ({ label, value })),
              ),
            ),
          ]),
      rowOf(
        menu('Coin', { action: 'format_coin', args }).addOptions([
          { label: 'Coin: as it is read', value: 'read', default: draft.coin === null },
          ...coinsIn(correction).map((base, at) => ({
            label: cut(`Coin: ${plainProviderText(base, 40)} (where it stands)`, 100),
            value: String(at),
            default: draft.coin === at,
          })),
        ]),
      ),
      rowOf(
        ofOrder
          ? menu('Side', { action: 'format_side', args }).addOptions(
              [
                ['read', 'Side: as it says, or as the stop tells'],
                ['long', 'Side: always long'],
                ['short', 'Side: always short'],
              ].map(([value = '', label = '']) => ({
                label,
                value,
                default: (draft.side ?? 'read') === value,
              })),
            )
          : menu('What it does', { action: 'format_action', args })
              .setMaxValues(2)
              .addOptions(
                ACTIONS.map(([value, label]) => ({
                  label,
                  value,
                  default: draft.actions?.includes(value) ?? false,
                })),
              ),
      ),
      rowOf(
        ...(reading
          ? [
              button(key.message ? 'Right: trade, and remember' : 'Remember', 'main', {
                action: 'format_taught',
                args,
              }),
            ]
          : []),
        button('Start again', 'plain', { action: 'format_again', args }),
        button('Back', 'plain', { action: 'format_back', args }),
      ),
    ],
  };
}

/** Several numbers that have one place together can have one each. */
function eachOf({ nth, count }: NumberedPlace): readonly [string, string][] {
  return nth === null && count > 1 ? [[EACH, 'Not all the same: one by one']] : [];
}

function coinsIn({ written }: Correction): string[] {
  return written.lines
    .flatMap((line) => line.coins)
    .map(({ ticker }) => ticker.base)
    .slice(0, MOST_OPTIONS - 1);
}

function labelOf(role: PlaceRole): string {
  return role === 'mixed' ? 'several things' : role;
}
