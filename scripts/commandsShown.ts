/** What each command answers with, for docs/commands.md; a command with parts by each of its parts. */
export const SHOWN: Readonly<Record<string, string>> = {
  setup:
    'Three steps with what is done of them: where the bot talks to you, which channels it follows, how much it may spend and lose. Menus choose the channels; buttons open size and limits, try a message of your provider (it is read before your eyes and nothing is done), and set the time zone of days and weeks.',
  'watch add':
    'Looks whether it can read the channel, follows it, and reads its last 200 messages: the card of the watch, and the ways in which the channel is written, to confirm.',
  'watch list':
    'Every channel that is followed. Choose one for its card, with all that can be done about it: settings, test, who is read, ways of writing, pause, how it follows, how it writes, a backtest, name, remove.',
  'watch edit':
    'The settings of this watch, a group at a time. Each has a page with what it does, an example in money, its value here and its default.',
  'watch test':
    'Each of its last 50 messages with how it reads, and what it would have come to under your settings of today, each judged alone.',
  'watch formats':
    'Each way of writing with how often it came, what was said of it and by whom; buttons confirm, correct, forget and undo.',
  'watch trust':
    'Who posts there and who is read. Users, roles, bots, webhooks and followed channels are named by menu; everybody else is then ignored and counted.',
  'watch pause': 'Its card, paused.',
  'watch resume': 'Its card, as it follows again.',
  'watch remove': 'Asks once. What is open from it goes on with its stop; what was read is kept.',
  settings:
    'The settings that hold for every watch that has none of its own, a group at a time, with presets (careful, as the signal says, scalper, swing) that say what they change before they do. A change can be undone. [settings.md](settings.md) has all of them.',
  notices:
    'Each kind of notice with whether it rings, is silent or is left out. What is about your money, or waits for an answer, can be silent and not left out. Pictures: dark, light or off.',
  signals:
    'What was read lately, newest first: what became of each, and why. Choose one for all of it, with the words that were read; what was unclear can be filled in and traded.',
  trade:
    'What it would cost and risk, or which rule says no, with the numbers; then its position. The same rules hold as for a signal.',
  paste:
    'A form for the text; then how it reads, with the words marked, and buttons to trade or correct it.',
  position:
    'What is open, with entries, stop, targets, profit and what rests at the exchange. Of one: its chart, its story, and buttons to close a quarter, half, three quarters or all, to move stop and targets, to add, to let it run, to cancel entries. What closes, adds or puts a stop farther away shows its cost and risk and asks first.',
  'order list':
    'Every order that may still fill, also those that you placed at the exchange yourself.',
  'order show': 'What it is for, its terms, what filled at which price and fee, and how it stands.',
  'order cancel': 'Asks once, then cancels it. Refused for what closes or protects a position.',
  'order found':
    'Positions of this bot at the exchange that an older copy of the database does not know ([backup.md](backup.md#after-a-restore)).',
  'order takeover': 'The position, managed from now on, with its stop.',
  balance: 'What the account that trades now holds: each currency, its worth in dollars, its part.',
  performance:
    'What was earned after fees: the sum, won, expectancy in R, profit factor, drawdown; then the same for each part. With a chart. [results.md](results.md) explains each number.',
  scoreboard:
    'Every watch and provider by its newest backtest, on paper and live, each with the number of trades and the range that holds the true value; signals that were edited or deleted after their trade had opened; gains that were claimed against what the same trades came to.',
  backtest:
    'How far it is, then its report: what it came to at the worse and at the better, what can’t be known, how robust it is, each trade, a CSV, and what other settings would have made of it ([history.md](history.md)).',
  daily: 'What was closed since midnight, by symbol, with a picture of what each position came to.',
  weekly: 'What was closed since Monday, by provider.',
  monthly: 'What was closed since the first of the month, by week.',
  export:
    'Four files of the account that trades now: trades, fills, the columns that tax tools take, and what each column says ([taxes.md](taxes.md)).',
  'access allow': 'Who may now do what.',
  'access remove': 'Who may no longer do anything.',
  'access list': 'Owners, traders and viewers.',
  history:
    'Who used which command when, with its options, refused ones too; or who changed which setting, limit or watch from what to what.',
  pause:
    'Since when trading is paused and by whom. Positions that are open go on with their stops.',
  panic:
    'Asks once. Then a report line by line: each order that was cancelled, each position that was closed and at what price, and what could not be done. The word `panic` alone, in a direct message to the bot, does it at once.',
  resume: 'That new signals are taken again; or what still stands in the way.',
  'limits show': 'Each limit with what it comes to now.',
  'limits set':
    'What each limit was and is. One that live trading needs is not taken away without a question, and live stops without it.',
  'live on':
    'The account, its worth, what the key may do, the clock, the limits, and which watches would trade and whom each reads; or everything that stands in the way. Then two words are to be typed ([going-live.md](going-live.md)).',
  'live off': 'Asks once. New signals go to paper; what is open live is managed on.',
  status:
    'The version; each connection and since when it is up; the last message, the last comparison with the exchange, open positions, the size of the database; first of all, in red, what keeps the bot from its work.',
  invite:
    'Two links: one adds the bot to a server with exactly the permissions it needs, one to your own account, so that *Read signal* and *Trade signal* are in the menu of every message you can see.',
  help: 'What the bot does in two sentences, and every command.',
  'Read signal':
    'How the message reads, with the words marked and what would be done. Nothing is done.',
  'Trade signal':
    'How the message reads, with a button to trade it under the settings of its watch, or of all watches where the channel is not followed.',
};
