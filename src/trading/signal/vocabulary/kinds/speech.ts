import type { WordsByLanguage } from '../kinds.ts';

/** Who speaks to whom, what is said about, and when it is. */
export const speechKinds = {
  // who speaks, of whose trade, to whom
  speaker: { English: 'i, we' },
  /** Somebody speaks of himself. */
  firstPerson: {
    English: 'i, im, ive, my, me',
    Russian: 'я, мне, мой, моя',
    Spanish: 'yo, mi',
    Portuguese: 'eu, meu, minha',
    German: 'ich, mein',
    French: 'je, mon',
    Italian: 'io, mio',
    Turkish: 'ben',
    Indonesian: 'saya, aku',
  },
  questionWord: {
    English: 'what, who, why, how, anyone, should, is, are, do, does, can',
    Russian: 'что, кто, почему, как',
    Spanish: 'qué, quién',
    German: 'was, wer',
  },
  /** Of what comes, said above orders that are meant. */
  announces: {
    English:
      "will, i'll, we'll, soon, next, upcoming, later, expect, expecting, expected, looking, looks, feel, believe, possible, possibly, next week, tomorrow, likely, probably, hope, chance, might, could, may",
  },
  reader: { English: "you, you're, you've, u, ur, still", Russian: 'вы, зашли', German: 'ihr' },
  mine: { English: 'my' },
  /** A level beside it is that of the author's own trade. */
  ofMine: { English: 'my, mine' },
  /** Before a thing that somebody owns. */
  owner: {
    English: 'my, your, our, ur, mine, his, her, their',
    Portuguese: 'meu, minha, meus, minhas',
    Spanish: 'mi, mis, tu, tus',
    French: 'mon, ma, mes',
    German: 'mein, meine, meinen',
    Russian: 'мой, мою, мои, свой, свою, свои',
  },
  /** Before a coin or a side they name a trade that is on. */
  definite: { English: 'the, my, our, your, this, that' },
  /** Whom a message greets is spoken to, and not told of. */
  greeting: {
    English: 'dear, hi, hello, hey, gm, attention',
    German: 'liebe, hallo',
    Spanish: 'hola, queridos, estimados',
    Portuguese: 'olá, caros',
    French: 'bonjour, chers',
    Russian: 'привет, дорогие, уважаемые',
    Turkish: 'merhaba, sevgili',
    Indonesian: 'halo',
    Vietnamese: 'chào, các',
    Chinese: '各位',
  },
  /** Makes the word before it the subject. */
  subjectParticle: { Japanese: 'が', Korean: '가, 이' },
  /** Behind a name it says that this one has done something. */
  auxiliary: { German: 'hat, haben', French: 'ont' },

  // verbs that join
  /** Right behind an instruction or the levels of an order it makes them the subject of a sentence. */
  copula: { English: 'is, are' },
  /** Behind a person it tells what becomes of them. */
  linking: { English: 'is, are, has, have, went, goes' },
  is: { English: 'is' },
  /** What is done to it, not by the author: "got cut". */
  passive: { English: 'got' },
  /** What might have been: "had I held". */
  supposing: { English: 'had *' },

  // sentences about
  how: { English: 'how' },
  /** What is done, as a subject: "closing half …". */
  gerund: { English: '*ing' },
  adverb: { English: '*ly' },
  defines: { English: 'what, how, why' },
  judges: {
    English: 'beats, costs, earns, feels, helps, hurts, kills, makes, pays, saves, wins, works',
  },
  /** Done by habit, wherever in its sentence it stands. */
  habit: {
    English:
      'always, usually, typically, normally, generally, how every, every time, each time, rule, rules',
    German: 'meistens, immer, oft, gewöhnlich',
  },
  /** Heads what calls have come to. */
  resultsHeading: { English: 'recap, results, performance, scoreboard' },
  /** First word of such a message. */
  resultsFirst: { English: 'results, recap, performance, track' },
  /** In the heading of a question to all. */
  pollHeading: {
    English: 'poll, vote, voting, survey',
    Russian: 'опрос, голосование',
    Spanish: 'encuesta, votación',
    Portuguese: 'enquete, votação',
    German: 'umfrage, abstimmung',
    French: 'sondage, vote',
    Italian: 'sondaggio',
    Turkish: 'anket',
    Indonesian: 'jajak pendapat, polling',
    Vietnamese: 'bình chọn, khảo sát',
    Arabic: 'استطلاع, تصويت',
    Persian: 'نظرسنجی',
    Chinese: '投票',
    Japanese: 'アンケート',
    Korean: '투표',
  },
  /** Of somebody who is named: his. */
  ideaWord: {
    English: 'idea, ideas, call, calls, trade, trades, setup, signal, position, entry, plan',
  },
  credits: {
    English: 'credit, credits, courtesy, copied, copying, according, according to, thanks, h t',
  },
  copyOfMessage: { English: 'rt, retweet, retweeted, qt' },
  /** First word of an author's own remark, before a colon. */
  note: {
    English: 'note, notes, comment, comments, remark, remarks',
    Spanish: 'nota, notas',
    German: 'notiz, notizen, kommentar',
    Russian: 'заметка, заметки, примечание, комментарий',
    Indonesian: 'catatan',
    Vietnamese: 'ghi, chu',
  },
  /** First word of why a trade is made, before a colon. */
  whyMade: {
    English: 'why, reason, reasons, reasoning, rationale, thesis',
    Spanish: 'motivo, motivos',
    German: 'begründung, grund',
    French: 'raison, pourquoi',
    Russian: 'причина, почему, идея',
    Indonesian: 'alasan',
    Turkish: 'sebep, neden',
    Vietnamese: 'ly, do',
  },
  /** Of these, what says how it has ended. */
  outcome: { English: 'result, outcome, status, event' },
  /** In the heading of what explains an order. */
  explains: {
    English:
      'why, reason, reasons, reasoning, rationale, analysis, explanation, understanding, overview, outlook, insight, insights, management, calculation, strategy, breakdown, context, disclaimer, thesis, notes',
    Russian: 'почему, причина, анализ, обоснование, комментарий',
    Spanish: 'motivo, motivos, análisis, gestión, explicación',
    Portuguese: 'motivo, análise, gestão',
    German: 'begründung, analyse, grund, risikomanagement',
    French: 'raison, pourquoi, analyse, gestion',
    Italian: 'motivo, analisi, gestione',
    Turkish: 'neden, analiz, yönetimi',
    Indonesian: 'alasan, analisis, manajemen',
    Vietnamese: 'lý do, phân tích, quản lý',
    Chinese: '理由, 分析, 说明, 风险管理, 风险管理说明, 原因, 逻辑, 解读',
    Japanese: '理由, 分析, 解説',
    Korean: '이유, 분석, 설명',
    Arabic: 'السبب, التحليل, ملاحظة',
    Persian: 'دلیل, تحلیل',
  },
  status: { English: 'status, event, state, type, result, signal, action, outcome' },
  invitation: { English: 'please' },

  // when
  /** Before a day it gives a deadline, not the day on which it was done. */
  until: {
    English: 'before, until, till, by, into',
    German: 'bis, vor',
    Spanish: 'antes, hasta',
    Portuguese: 'até',
    French: 'avant',
    Russian: 'до, перед',
    Turkish: 'kadar',
    Indonesian: 'sebelum',
    Vietnamese: 'trước',
    Chinese: '前に',
    Japanese: 'まで',
    Korean: '전에, 까지',
    Arabic: 'قبل',
    Persian: 'تا',
  },
  /** Before a year. */
  inYear: { English: 'in, since', German: 'im', Spanish: 'en', Portuguese: 'em', Russian: 'в' },
  /** It tells why it is given now ("before the news"), not that it is past. */
  beforeEvent: { English: 'before the' },
  ago: { English: 'ago' },
  here: {
    English: 'here',
    Russian: 'тут, здесь',
    Spanish: 'aquí',
    German: 'hier',
    French: 'ici',
    Italian: 'qui',
  },
  afterThat: { English: 'then' },
  after: { English: 'after' },
  /** What has been, when it is pointed at: "after that wick". */
  pointing: { English: "that, this, these, those, yesterday's, last night's, today's" },
  now: { English: 'now' },
  /** At a level's label: that the level holds from now on. */
  nowOfLevel: {
    English: 'now, current, currently',
    Russian: 'теперь, текущий, сейчас',
    Spanish: 'ahora, actual',
    Portuguese: 'agora, atual',
    French: 'maintenant, actuel',
    German: 'jetzt, nun, aktuell, aktueller',
    Italian: 'ora, adesso, attuale',
    Turkish: 'şimdi, artık, güncel',
    Indonesian: 'sekarang',
    Vietnamese: 'hiện tại, bây giờ',
    Persian: 'حالا, الان, فعلی',
    Arabic: 'الان, حاليا',
    Chinese: '现在, 当前, 目前',
    Japanese: '現在',
    Korean: '현재, 이제',
  },
  was: { English: 'was' },
  still: { English: 'still*' },
  awaits: { English: 'when, once, if, until' },
  onlyIf: { English: 'only*' },
} satisfies WordsByLanguage;
