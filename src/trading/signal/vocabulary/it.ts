import type { Vocabulary } from './roles.ts';

export const italian: Vocabulary = {
  language: 'Italian',
  long: `
    rialzista, entro long, entriamo long, entrata long, al rialzo, sono long, siamo long,
    apro long, apriamo long, apro un long, andiamo long, posizione lunga
  `,
  short: `
    ribassista, entro short, entriamo short, entrata short, al ribasso, sono short, siamo short,
    apro short, apriamo short, apro uno short, andiamo short, posizione corta
  `,
  buy: `
    compra, comprare, compriamo, compro, comprate, acquisto, acquistare, acquistiamo, acquisti,
    acquistate, comprando, accumulo, accumuliamo, accumulare
  `,
  sell: 'vendere, vendiamo, vendo, vendita, vendite, vendete, vendendo',
  entry: `
    l'ingresso, l'entrata, ingresso, ingressi, entrata, entrate, zona di ingresso, zona ingresso, prezzo di ingresso,
    prezzo ingresso, punto di ingresso, zona di acquisto, zona acquisto, prezzo di acquisto,
    prezzo di entrata, prezzo entrata, zona di entrata, zona entrata, range di ingresso,
    range di entrata, entriamo, entro a, entro in zona, entriamo in zona, in zona, ingresso in,
    primo ingresso, prima entrata, prezzo:, zona:, apertura
  `,
  stop: `
    chiudo in perdita, chiudo in perdita a, chiudiamo in perdita a, esco in perdita a, taglio a, taglio,
    stoppo a, stoppo, stoppiamo a,
    invalidazione, stop sotto, stop sopra, stop di protezione, stop di perdita,
    limite di perdita, fuori sotto, fuori sopra
  `,
  target: `
    l'obiettivo, obiettivo, obiettivi, presa di profitto, prese di profitto, presa profitto, profitto a,
    prendiamo profitto a, prendo profitto a, prendiamo profitti a, prendere profitto, uscita a,
    uscite, primo target, secondo target, terzo target, primo obiettivo, secondo obiettivo,
    terzo obiettivo, vendiamo a, vendo a, vendere a, incassiamo a, incasso a, miro a, puntiamo a,
    punto a, mete
  `,
  average: `
    seconda entrata, secondo ingresso, mediare, mediamo, medio a, media a, incremento a,
    ne prendo ancora a, se scende ne prendo ancora a, ne compro ancora a, incremento, incrementi, incrementiamo a, ricarica, ricarico a, aggiunta a, con seconda entrata a,
    terza entrata, terzo ingresso
  `,
  leverage:
    'leva, leva finanziaria, con leva, leva max, leva massima, isolata, incrociata, margine',
  risk: `
    rischio, del capitale, del conto, rischio per trade, capitale, del portafoglio, importo,
    budget, dimensione
  `,
  skip: `
    prezzo attuale, confidenza, supporto, resistenza, durata, orario, rapporto, probabilità,
    orizzonte, punteggio, attendibilità
  `,
  result: `
    guadagno, guadagni, profitto, profitti, perdita, perdite, risultato, in profitto, in guadagno,
    in perdita, in positivo, complimenti, guadagnato, portato a casa, rendimento, chiuso con,
    chiusa con, chiuso in profitto, chiusa in profitto
  `,
  coin: 'coppia, moneta, simbolo, criptovaluta, cripto',
  limit: `
    limite, ordine limite, ordini limite, ordine pendente, ordini pendenti, pendente, a limite
  `,
  market: `
    mercato, a mercato, adesso, al prezzo di mercato, prezzo di mercato, subito, ordine a mercato,
    ingresso a mercato, entrata a mercato, ai prezzi attuali, al prezzo attuale, qui, da qui,
    a questi prezzi, entriamo ora
  `,
  entered: `
    entrato, entrata a mercato a, siamo entrati, sono entrato, ho comprato, ho aperto, aperto a,
    abbiamo aperto, abbiamo comprato, comprato, shortato, longato, ho shortato, ho longato
  `,
  spot: 'a pronti, mercato spot',
  futures: 'perpetuo, perpetui',
  close: `
    chiudere, chiudo, chiudiamo, chiudete, chiudi, chiuso, chiusa, chiuse, chiusi, chiusura,
    chiudo tutto, chiudiamo tutto, chiudete tutto, usciamo, esco, uscite tutti, uscire, usciti,
    sono uscito, siamo usciti, uscito, fuori da, sono fuori, siamo fuori, liquidare, liquidiamo
  `,
  cancel: `
    annullare, annulla, annullato, annullata, annulliamo, annullo, annullate, cancellare, cancella,
    cancelliamo, cancellate, cancellato, cancellata, cancello, togliamo, tolgo, togliete,
    rimuovete, rimuoviamo, eliminate, eliminiamo, togliere
  `,
  move: `
    spostare, sposta, spostiamo, spostate, sposto, spostato, spostata, alzare, alziamo, alzate,
    alzo, alzato, abbassare, abbassiamo, abbassate, abbasso, abbassato, portare, portiamo, portate,
    porto, portato, mettere, mettiamo, mettete, metto, messo, aggiornare, aggiorniamo, aggiornate,
    modificare, modifichiamo, stringiamo, stringete, tiriamo su
  `,
  add: 'aggiungere, aggiungiamo, aggiungo, aggiungete, incrementare, incrementate',
  reduce: `
    parziale, parziali, chiusura parziale, chiudere parziale, ridurre, riduciamo, riduco, riducete,
    alleggerire, alleggeriamo, alleggerite, alleggerisco, chiudo una parte, chiudiamo una parte,
    chiudete una parte, prendiamo parziale, parzializzo, parzializziamo, parzializzate
  `,
  secure: `
    incassiamo, incassate, incasso, prendiamo profitto, prendete profitto, prendo profitto,
    mettiamo al sicuro, mettete al sicuro, portate a casa, portiamo a casa, prendere profitti
  `,
  hold: `
    mantenere, manteniamo, mantenete, teniamo, tenete, tengo, lasciamo correre, lasciate correre,
    lascio correre, ancora in corso
  `,
  rest: 'restante, resto, il resto, rimanente, la parte restante',
  open: 'aprire, apriamo, apro, aprite',
  flip: 'giriamo la posizione, inverto',
  half: 'metà, la metà, metà posizione, mezza posizione, mezza size',
  third: 'un terzo',
  quarter: 'un quarto',
  all: 'tutto, tutte, tutti, tutte le posizioni',
  wholly: 'completamente, interamente, totalmente, per intero',
  some: 'una parte, un po, qualcosa',
  breakeven: `
    pareggio, in pareggio, a pareggio, in pari, pari, a prezzo di ingresso, prezzo di carico,
    al prezzo di ingresso, a prezzo di entrata, al prezzo di entrata, sull'ingresso, a ingresso,
    all'ingresso, all'entrata, punto di pareggio, a zero
  `,
  order: `
    l'ordine, l'operazione, gli ordini, ordine, ordini, posizione, posizioni, operazione, operazioni, segnale, trade in corso
  `,
  hit: `
    raggiunto, raggiunta, raggiunti, raggiunte, preso, presa, presi, colpito, colpita, centrato,
    centrati, toccato, toccata, toccati, scattato, saltato, eseguito
  `,
  stoppedOut: `
    stoppati, stoppato, stop preso, preso lo stop, usciti a stop, stop colpito, stop scattato
  `,
  filled: `
    ordine eseguito, ingresso eseguito, entrata eseguita, ordine preso, ingresso preso,
    siamo dentro, sono dentro
  `,
  not: 'non, mai, senza, evitare, evitate, non entrare, non entrate, neanche, nemmeno, niente',
  no: 'nessuno, nessuna, nessun',
  if: `
    se, quando, dopo, in caso di, una volta, nel caso, se rompe, finché, alla rottura, appena,
    se perde, sempre che
  `,
  later: `
    aspettiamo, aspetto, aspettate, più tardi, domani, presto, prossimo, prossima, vorrei, voglio,
    cerchiamo, cerco, attendiamo, attendo, pensiamo di, valuteremo, valuto, entreremo, entrerò,
    apriremo, aprirò, chiuderò, chiuderemo, compreremo, comprerò, piano
  `,
  maybe: `
    forse, potrebbe, potremmo, credo, penso, magari, probabilmente, chi, cosa, perché no,
    secondo voi, secondo me, sembra, dovrebbe, possibile, opinione
  `,
  unreal: 'esempio, per esempio, ad esempio, conto demo, non è un segnale, simulato',
  can: 'può, potete, possiamo, puoi',
  past: `
    ieri, precedente, prima, era, erano, scorsa settimana, settimana scorsa, la scorsa settimana,
    avevamo, avevo, abbiamo chiuso, riepilogo, riassunto, resoconto, risultati della settimana,
    bilancio, riepilogo settimanale, mese scorso, il mese scorso, una settimana fa, l'altro ieri,
    ho avuto
  `,
  date: `
    lunedì, martedì, mercoledì, giovedì, venerdì, sabato, domenica, gennaio, febbraio, aprile,
    maggio, giugno, luglio, settembre, ottobre, novembre, dicembre, questo mese
  `,
  again: `
    ancora valido, ancora attivo, sempre valido, promemoria, posizioni aperte, operazioni aperte,
    vi ricordo, trade aperti, in corso
  `,
  someone: `
    lui, lei, loro, analista, un amico, amico, membro, balena, balene, qualcuno, il trader,
    un trader, i trader, un utente, collega, alcuni, un cliente
  `,
  told: `
    sempre, quasi, di solito, normalmente, ogni volta, la gente, tutti dicono, purtroppo, peccato,
    l'anno scorso, dicono che
  `,
  instead: 'invece di, al posto di, anziché',
  new: 'nuovo, nuova, nuovi, nuove, aggiornamento, aggiornato',
  above: 'sopra, al di sopra di, rottura di, superare, supera, rompe, sopra i, oltre, se supera',
  below: 'sotto, al di sotto di, perde, sotto i',
  to: 'fino a, a',
  and: 'e, poi, dopodiché, oppure, o',
  at: 'in area, area, intorno a, circa, tra, da, su, di, verso',
  candle: 'candela, chiusura di candela, candele, chiusura candela',
  hourly: 'oraria, ore',
  daily: 'giornaliera, giornaliero, chiusura giornaliera',
  weekly: 'settimanale, settimana',
  minutes: 'minuti',
  points: 'punti',
  thousand: 'mila',
  first: 'primo, prima:',
  second: 'secondo, seconda',
  thirdOf: 'terzo, terza',
  fourth: 'quarto, quarta',
  ad: `
    iscriviti, iscrivetevi, registrati, registratevi, sconto, gratis, offerta, contattatemi,
    contattaci, abbonamento, link in bio, unisciti
  `,
  noise: `
    se va bene, se tutto va bene, se va tutto bene, se va, con fortuna, se siamo fortunati, se regge,
    breve termine, lungo termine, medio termine, a lungo termine, a breve termine,
    gestione del rischio, non è un consiglio finanziario, non sono consigli finanziari,
    il mercato ha chiuso
  `,
  topic: 'gruppo, canale, grafico, exchange, borsa, candela brutta, volumi, volume',
  reason: 'perché, visto che, dato che, siccome, prima del, prima della, prima di',
  filler: `
    il, lo, la, gli, le, un, uno, una, con, per, che, si, suo, più, questo, questa, oggi, molto,
    già, c'è, dei, del, della, dello, delle, degli, al, alla, allo, alle, ai, agli, nel, nella,
    sul, sulla, tipo, direzione, ragazzi, amici, bene, per favore, grazie, sto, ciao, buongiorno,
    buonasera, signori, mi, mio, mia, miei, tuo, vostro, vostra, nostro, nostra, ci, vi, ne, io,
    noi, voi, ma, come, ogni, buon, piccolo, piccola, solo, stiamo, siamo, sono, ho, abbiamo,
    mi piace, prezzo, anche, intanto, alla prossima, obbligatorio, rispettate, tutta, lì, così,
    come sempre, come al solito, size, ok
  `,
};
