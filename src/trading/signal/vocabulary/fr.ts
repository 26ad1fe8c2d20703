import type { Vocabulary } from './roles.ts';

export const french: Vocabulary = {
  language: 'French',
  long: 'position longue, à la hausse, haussier long, je passe long, je longue, passe long',
  short: `
    position courte, à découvert, vente à découvert, à la baisse, je shorte, shorte,
    je passe short
  `,
  buy: "achat, acheter, achetez, on achète, j'achète, achète, achats",
  sell: 'vente, vendre, vendez, on vend, je vends, vends, ventes',
  entry: `
    pe:, entrée, entrées, zone d'entrée, prix d'entrée, point d'entrée, zone d'achat,
    prix d'achat, entrer, niveau d'entrée, points d'entrée, zone entrée, prix entrée,
    zone de vente, cours d'entrée, prix:, fourchette d'entrée, ordre à
  `,
  stop: 'stop perte, perte max, arrêt des pertes, stop suiveur, seuil de perte, limite de perte',
  target: `
    je vends à, on vend à, vends à,
    objectif, objectifs, cible, cibles, prise de profit, prises de profit, prise de bénéfices,
    prise de profits, sortie, sorties, prise de bénéfice, objectif de prix, prix cible, but,
    je vise, on vise, visées
  `,
  average: 'moyenner, renforcement, renforcer, renfort, deuxième entrée, rachat',
  leverage: 'levier, effet de levier, isolé, croisé, marge, leviers',
  risk: `
    risque, du capital, taille, taille de position, de capital, volume, du compte,
    du portefeuille, portefeuille, mise
  `,
  skip: `
    prix actuel, résistance, durée, confiance, unité de temps, ratio, cours actuel, précision,
    heure, probabilité, fiabilité
  `,
  result: `
    bénéfice, gain, gains, perte, résultat, bénéfices, rendement, bravo, pertes, félicitations,
    en profit, gagné, fermé trop tôt, fermé avec, clôturé avec, clôturé trop tôt, vendu trop tôt,
    coupé trop tôt
  `,
  coin: 'paire, jeton, actif, crypto, symbole, monnaie',
  limit: `
    limite, ordre limite, ordre en attente, ordres limites, ordre limit, en attente,
    ordres en attente, à cours limité
  `,
  market: `
    au marché, marché, maintenant, prix du marché, tout de suite, au prix du marché, immédiat,
    immédiatement, ordre au marché, au prix actuel, entrée immédiate, entrée au marché, ici
  `,
  entered: `
    entré, acheté, j'ai ouvert, je suis rentré, je suis entré, ouvert à, on a ouvert,
    on est entré, je viens d'acheter, je viens d'entrer, shorté, longué, on a acheté, j'ai acheté
  `,
  spot: 'au comptant, comptant',
  futures: 'contrats à terme, perpétuel, à terme',
  close: `
    vendu, vendue, vendus,
    j'ai coupé, on a coupé, j'ai fermé, j'ai clôturé, fermer, fermez, fermé, clôturer, clôture,
    clôturez, sortir, sortez, on ferme, clôturé, on clôture, je ferme, je clôture, on sort,
    je sors, fermée, clôturée, couper, coupez, solder, fermeture, on coupe, je coupe, ferme
  `,
  cancel: `
    annuler, annulé, annulez, annulée, supprimer, supprimez, retirer, on annule, j'annule,
    annulation, retirez, annule, supprimé, enlever, enlevez, plus valable, plus valide, invalidé,
    on oublie
  `,
  move: `
    déplacer, déplacez, remonter, remontez, mettre, mettez, monter, ajuster, ajustez, on remonte,
    on déplace, on met, je remonte, placer, placez, passer, passez, modifier, modifiez, descendre,
    déplacé, je déplace, baisser, ramener, on passe, je mets, changer, montez, baissez, remonté,
    sécurisez le sl, on ajuste, bouger, bougez, descends, je descends, baisse, je baisse, monte,
    je monte, remonte, descend, on descend
  `,
  add: "ajouter, ajoutez, on ajoute, j'ajoute, on renforce, renforcez",
  reduce: `
    partiel, partielle, réduire, alléger, clôture partielle, réduisez, allégez, partiels,
    prise partielle, on allège, partiellement, prenez des partiels, fermer une partie,
    prise de profit partielle
  `,
  secure: `
    sécuriser, sécurisez, prendre ses profits, prenez vos profits, on sécurise, encaissez,
    prendre les profits, prenez profit, prendre profit, je sécurise, encaisser, on prend, prenez
  `,
  hold: `
    garder, gardez, laisser courir, laissez courir, on garde, conserver, toujours,
    on laisse courir, je garde
  `,
  rest: 'restant, le reste',
  open: "ouvrir, ouvrez, on ouvre, j'ouvre, prendre position, on rentre, je rentre",
  flip: 'retourner la position',
  half: 'moitié, la moitié, demi position',
  third: 'un tiers, le tiers',
  quarter: 'un quart, le quart',
  all: 'tout, toutes, tous, toute',
  wholly: 'totalité, la totalité, entièrement, totalement, complètement',
  some: 'un peu, partie, une partie, une petite partie',
  breakeven: `
    au point d'entrée, à be, seuil de rentabilité, au prix d'entrée, à l'entrée, au be,
    sans risque, point d'équilibre, à breakeven, sur l'entrée, au niveau de l'entrée,
    prix de revient, l'entrée
  `,
  order: "ordre, ordres, position, positions, les ordres, l'ordre, l'achat limite",
  hit: `
    atteint, atteinte, touché, touchée, déclenché, validé, atteints, touchés, sauté, déclenchée,
    validée, atteintes, rempli tp
  `,
  stoppedOut: `
    stoppé, stoppée, sorti au stop, sortie au stop, sortis au stop, sorti sur stop, sorti par le stop,
    sortis sur stop, sorti sur le stop
  `,
  filled: `
    exécuté, rempli, ordre exécuté, entrée touchée, entrée atteinte, ordre rempli, entrée validée,
    exécutée
  `,
  not: `
    ne, pas, jamais, aucun, aucune, sans, évitez, éviter, n'entrez pas, n'achète, n'achetez,
    n'achète plus, n'ouvrez, n'entrez, n'entre, n'ouvre, plus de long, plus de short, n'en, n'est
  `,
  no: 'non',
  yes: 'oui',
  if: `
    si, quand, lorsque, une fois, après, en cas de, dès que, s'il, à condition, lors, tant que,
    jusqu'à ce que
  `,
  later: `
    attendre, attendez, plus tard, demain, bientôt, je vais, on va, prévu, on attend, j'attends,
    prochain, prochaine, allons, surveiller, je surveille, on surveille, je prévois, envisage,
    à surveiller, patience, attend, attente, veux, compte
  `,
  maybe: `
    pourrait, peut-être, je pense, qui, comment, pourquoi, possible, probablement, semble,
    pourraient, avis, devrait, je crois, je pourrais, pourrais
  `,
  unreal: 'exemple, par exemple, compte démo, pas un signal, simulation, backtest',
  can: 'peut, pouvez, peuvent',
  past: `
    hier, avait, était, précédent, semaine dernière, avions, a été, avant, ont, été, j'avais,
    la semaine dernière, trop tôt, dernièrement, avais, bilan, récap, récapitulatif,
    résumé de la semaine, résultats de la semaine, bilan de la semaine, le mois dernier,
    mois dernier, il y a une semaine, il y a deux jours, avant-hier, lundi dernier, mardi dernier
  `,
  date: `
    lundi, mardi, mercredi, jeudi, vendredi, samedi, dimanche, janvier, février, mars, avril,
    juin, juillet, août, septembre, octobre, novembre, décembre, ce mois, le lundi
  `,
  again: `
    toujours valable, toujours valide, toujours actif, toujours en cours, rappel,
    positions ouvertes, trades en cours
  `,
  someone: `
    il, elle, ami, membre, analyste, baleine, baleines, ils, il a, elle a, ils ont, on m'a,
    notre trader, un trader, le trader, l'analyste, notre analyste, un membre, membres, mon ami,
    mon pote, un pote, une baleine, un abonné, abonné, collègue, elle est, les institutionnels,
    certains, d'autres, le portefeuille de
  `,
  told: `
    presque, normalement, chaque fois, les gens, tout le monde, l'an dernier, failli,
    selon l'analyste, selon un analyste, selon les analystes, selon notre analyste, a acheté,
    a vendu, a ouvert
  `,
  instead: 'au lieu de',
  new: 'nouveau, nouvelle, mise à jour, nouveaux, maj, actualisé',
  above: 'au-dessus de, cassure de, au-dessus, cassure, casse les',
  below: 'en dessous de, sous, en dessous, sous les',
  to: "à, vers, jusqu'à, au",
  and: 'et, ou, puis, ensuite',
  at: 'autour de, environ, près de, entre, de, zone, aux, depuis, à partir de',
  candle: `
    bougie, clôture de bougie, clôture journalière, bougies, clôture de la bougie, clôture bougie
  `,
  hourly: 'heures, horaire',
  daily: 'journalier, journalière, jour, jours',
  weekly: 'hebdomadaire, semaine, semaines',
  minutes: 'minutes',
  thousand: 'mille',
  first: 'premier, première, 1er',
  second: 'deuxième, seconde',
  thirdOf: 'troisième',
  fourth: 'quatrième',
  ad: `
    inscrivez-vous, inscription, gratuit, rejoignez, lien, remise, abonnement, offre, rejoindre,
    parrainage, concours, réduction, cliquez, gratuitement, contactez
  `,
  noise: `
    si tout va bien, si ça va bien, avec de la chance, si ça tient, si ca tient,
    court terme, long terme, moyen terme, à court terme, à long terme, le long, tout au long,
    gestion du risque, pas un conseil financier, pas un conseil en investissement, pas un conseil,
    plus long, sur le long, marché a clôturé, en deux fois, en trois fois, fois
  `,
  topic: 'bourse, groupe, canal, graphique, plateforme',
  reason: 'avant le, avant la, avant les, parce que, car le, à cause',
  filler: `
    comme toujours, comme d'habitude, le, la, les, un, une, des, du, est, sont, avec, pour, par,
    ce, cette, je, nous, vous, très, plus, aujourd'hui, signal, sens, direction, bien, en, dans,
    sur, que, svp, s'il vous plaît, merci, gars, équipe, team, salut, bonjour, mon, ma, mes, ton,
    ta, tes, son, sa, ses, notre, nos, votre, vos, leur, leurs, ça, cela, ceci, moi, toi, lui,
    eux, y, déjà, alors, donc, car, mais, bon, bonne, voilà, comme, aussi, encore, même, trop,
    petit, petite, gros, grosse, là, quelques, chaque
  `,
};
