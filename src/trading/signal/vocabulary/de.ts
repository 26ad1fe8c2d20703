import type { Vocabulary } from './roles.ts';

export const german: Vocabulary = {
  language: 'German',
  long: 'long position, longposition, auf steigend, gehe long, long-posi',
  short: 'short position, shortposition, auf fallend, shorte, gehe short',
  buy: 'kaufen, kauf, kaufe, kaufsignal, nachkaufen, wir kaufen, kauforder, kauflimit, käufe',
  sell: `
    verkaufen, verkauf, verkaufe, verkaufssignal, verkauft, leerverkauf, verkauforder,
    verkaufsorder, verkaufslimit, verkäufe
  `,
  entry: `
    einstieg, einstiege, einstiegszone, einstiegspreis, einstiegskurs, eingang, kaufzone,
    kaufpreis, kaufbereich, einstiegsbereich, kauf bei, einstiegspunkt, einstiegslevel, kaufkurs,
    einstieg bei, kurs:, preis:, verkaufszone, tranche, tranchen, einkauf, kaufzonen, rein bei,
    einkaufszone, staffelung, gestaffelt
  `,
  stop: `
    stopp, stoploss setzen, stop-kurs, verluststopp, verlustbegrenzung, stoppkurs, stopkurs,
    stopp loss, stopps, absicherung, verlustgrenze, notbremse
  `,
  target: `
    z#, ziel, ziele, kursziel, kursziele, gewinnziel, gewinnmitnahme, gewinnziele, zielzone,
    ausstieg, zielkurs, gewinnmitnahmen, zielbereich, preisziel, preisziele, zielmarke,
    verkaufsziel, verkaufsziele, mitnahme, ausstiege, ausstiegszone
  `,
  average: 'nachkauf, nachkaufzone, nachkauf bei, nachlegen, zweiter einstieg, verbilligen',
  leverage: 'hebel, isoliert, gehebelt, hebeln',
  risk: `
    risiko, positionsgröße, kapital, vom kapital, des kapitals, einsatz, vom konto, des kontos,
    depot, des depots, vom depot, volumen, größe
  `,
  skip: `
    aktueller kurs, aktueller preis, unterstützung, widerstand, zeitrahmen, zeiteinheit, crv,
    trefferquote, dauer, laufzeit, uhrzeit, datum, vertrauen, kurs aktuell, preis aktuell
  `,
  result: `
    gewinn, gewinne, verlust, ergebnis, plus, rendite, gewinns, im plus, im gewinn, glückwunsch,
    verluste, im minus, zu früh geschlossen, zu früh verkauft, geschlossen mit
  `,
  coin: 'münze, paar, handelspaar, wert, krypto',
  limit: `
    limitorder, limit order, abstauberlimit, limitiert, limit setzen, limits setzen, offene order,
    offene orders
  `,
  market: `
    markt, am markt, jetzt, sofort, zum marktpreis, marktpreis, marktorder, market order,
    zum aktuellen kurs, aktueller marktpreis, sofortiger einstieg, direkt, hier rein
  `,
  entered: 'gekauft, eingestiegen, bin long, bin short, bin drin, eröffnet, geshortet, gelongt',
  spot: 'kassa, spotkauf, spotkäufe',
  futures: 'terminkontrakt, perpetuals',
  close: `
    raus damit, raus hier, weg damit, raus da,
    ich bin raus aus, bin raus aus, wir sind raus aus, sind raus aus, bin raus, wir sind raus,
    schließen, geschlossen, schliessen, schließe, raus, aussteigen, glattstellen, schließt,
    zumachen, schließen wir, wir schließen, steige aus, steigen aus, beenden, auflösen,
    glattgestellt, komplett raus, zu machen, mache zu, ausgestiegen, dichtmachen, zu gemacht,
    zugemacht, mache ich zu, mache ich hier zu, mach ich zu, machen wir zu, machen wir hier zu
  `,
  cancel: `
    stornieren, storniert, löschen, gelöscht, streichen, abbrechen, rausnehmen, stornieren wir,
    storniere, lösche, löscht, ungültig, hinfällig, gestrichen, entfernen, abgebrochen
  `,
  move: `
    nachziehen, verschieben, setzen, ziehen, anpassen, stopp nachziehen, verschoben, nachgezogen,
    ziehe ich, setze ich, nehme ich, setze, ziehe, ziehen wir, setzt, angepasst, ändern, geändert, zieht, verschiebe, verschiebt,
    absichern, erhöhen, legen, hochziehen, gesetzt, versetzen, gezogen, nachziehe, zieht nach,
    angehoben, anheben, hochgezogen, runtergezogen
  `,
  add: 'aufstocken, hinzufügen, stocke auf, stocken auf',
  reduce: `
    teilverkauf, reduzieren, teilgewinn, teilgewinne, teilweise schließen, teilschließung,
    teilgewinnmitnahme, reduziere, verkleinern, teilweise, teilverkäufe, halbieren,
    teil schließen, abbauen, teil verkaufen, einen teil verkaufen, teil sichern, teil rausnehmen
  `,
  secure: `
    gewinne mitnehmen, gewinne sichern, gewinn mitnehmen, gewinne realisieren, sichern, mitnehmen,
    gewinn sichern, realisieren
  `,
  hold: 'halten, laufen lassen, weiterlaufen, noch offen, halte, weiterhin, läuft weiter, behalten',
  rest: 'rest, der rest',
  open: 'eröffnen, öffnen, eröffne, öffne',
  flip: 'drehen, gedreht',
  half: 'hälfte, die hälfte, halbe position, zur hälfte, halbe, halb, halben',
  third: 'ein drittel, drittel',
  quarter: 'ein viertel, viertel',
  all: 'alle, alles, sämtliche',
  wholly: 'komplett, vollständig, ganz, gesamte, restliche',
  some: 'etwas, ein teil, teil, einen teil',
  breakeven: `
    auf einstand, einstand, einstandskurs, auf einstieg, auf den einstieg, auf break even,
    kostenneutral, auf entry, risikofrei, einstandspreis
  `,
  order: 'order, orders, position, positionen, handel, trades, auftrag, aufträge',
  hit: `
    erreicht, ausgelöst, getroffen, gerissen, abgearbeitet, erzielt, gefallen, wurde erreicht,
    abgeholt, gegriffen
  `,
  stoppedOut: 'ausgestoppt, ausgestoppt worden',
  filled: 'ausgeführt, gefüllt, eingestoppt, einstieg erreicht, order ausgeführt, order gefüllt',
  not: 'nicht, kein, keine, keinen, niemals, ohne, weder, nie, keinem',
  no: 'nein, keiner, offen',
  yes: 'ja',
  if: `
    wenn, falls, sobald, nach, sofern, erst wenn, bei bruch, erst nach, im falle, sonst,
    andernfalls
  `,
  later: `
    werde, werden, warten, warte, später, morgen, bald, geplant, plane, möchte, beobachten,
    beobachte, abwarten, watchliste, nächste woche, demnächst, wollen, will, auf der lauer,
    vorbereiten
  `,
  maybe: `
    könnte, vielleicht, eventuell, würde, wahrscheinlich, denke, wer, was meint, wie, möglich,
    möglicherweise, glaube, meinung, wohl, scheint, sollte
  `,
  unreal: `
    beispiel, zum beispiel, beispielsweise, z b, demokonto, übung, backtest, kein signal,
    kein einstieg
  `,
  can: 'kann, können, könnt',
  past: `
    gestern, vorher, war, hatte, letzte woche, bereits, wurde, rückblick, hatten, waren, zu früh,
    leider, wochenrückblick, rückblende, bilanz, rückschau, auswertung, wochenauswertung,
    zusammenfassung, wochenbilanz, monatsbilanz, letzten monat, letzten montag, letzten dienstag,
    letzten mittwoch, letzten donnerstag, letzten freitag, vor einer woche, vor zwei wochen,
    vor einem monat, vor zwei tagen, vor drei tagen, letzten, vorgestern
  `,
  date: `
    montag, dienstag, mittwoch, donnerstag, freitag, samstag, sonntag, januar, februar, märz,
    april, mai, juni, juli, august, september, oktober, november, dezember, diesen monat,
    am montag, am dienstag, am mittwoch, am donnerstag, am freitag
  `,
  again: `
    weiterhin gultig, noch gultig, noch aktiv, halte weiter, halten weiter, immer noch,
    offene positionen, aktive trades, erinnerung
  `,
  someone: `
    er, handler, mitglied, freund, analyst, wal, wale, unser trader, unser analyst, sie haben,
    jemand, die anderen, er ist, er hat, er kauft, er verkauft, er war, er geht, sie ist long,
    sie ist short, die wale, mein kollege, kollege, unser händler, unser chef, ein mitglied,
    eines mitglieds, mitglieder, ein kumpel, kumpel, ein freund, trader, der trader, ein trader,
    händler, die profis, institutionen, ein kunde, einige von uns, einige, die adresse,
    eine adresse, die wallet
  `,
  told: `
    immer, fast immer, beinahe, normalerweise, jedes mal, die leute, letztes jahr, angeblich,
    laut analyst, laut analysten, laut unserem analysten
  `,
  instead: 'statt, anstatt, anstelle von',
  new: 'neu, neuer, neues, neue, aktualisiert, aktualisierung',
  above: 'über, oberhalb, ausbruch über, schlusskurs über, bruch von, ausbruch',
  below: 'unter, unterhalb, bruch unter, schlusskurs unter',
  to: 'bis zu, bis, auf',
  and: 'und, oder, dann, danach, anschließend',
  at: 'bei, um, ca, circa, zwischen, im bereich, rund, ungefähr, ab, zu',
  candle: 'kerze, schlusskurs, kerzenschluss, tagesschluss, stundenschluss',
  hourly: 'stunde, stunden, stundenkerze',
  daily: 'täglich, tages, tageskerze, tag, tage',
  weekly: 'wöchentlich, wochenschluss, woche, wochen',
  minutes: 'minuten',
  points: 'punkte, punkten',
  thousand: 'tausend',
  first: 'erstes, erster, erste, ersten',
  second: 'zweites, zweiter, zweite, zweiten',
  thirdOf: 'drittes, dritter, dritte',
  fourth: 'viertes, vierter, vierte',
  ad: `
    anmelden, registrieren, gutschein, rabatt, kostenlos, beitreten, gewinnspiel, jetzt anmelden,
    gratis, werbung, abonnieren, kontakt
  `,
  noise: `
    wenn alles gut geht, wenn es gut läuft, wenns gut läuft, wenn alles gut läuft, mit glück, wenn es läuft,
    kurzfristig, langfristig, mittelfristig, long und short, keine anlageberatung,
    keine finanzberatung, auf eigenes risiko, eigenes risiko, risikomanagement, kurze zeit,
    markt schließt, markt schloss
  `,
  topic: 'börse, konto, gruppe, kanal, chart',
  reason: 'vor dem, vor der, weil, wegen',
  filler: `
    wie immer, wie üblich, wie gewohnt, der, die, das, ein, eine, ist, sind, mit, für, von, den,
    dem, des, wir, ich, ihr, es, auch, noch, heute, hier, sehr, signal, richtung, im, am, zum,
    zur, leute, bitte, jetzt alle, jungs, männer, freunde, mein, meine, meinen, meinem, meiner,
    dein, deine, euer, eure, unser, unsere, unseren, unserem, sein, seine, mich, mir, dich, dir,
    uns, euch, sich, aber, also, denn, doch, mal, nur, schon, gut, guten, kleine, kleiner,
    kleinen, kurz, danke, hallo, moin, so, jeweils, je, hab, habe, gerade, haben
  `,
};
