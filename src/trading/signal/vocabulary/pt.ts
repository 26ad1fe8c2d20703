import type { Vocabulary } from './roles.ts';

export const portuguese: Vocabulary = {
  language: 'Portuguese',
  long: 'comprado, posição comprada, operação de compra, comprado em, entro comprado',
  short: 'vendido, posição vendida, operação de venda, vendido em, vendendo, entro vendido',
  buy: 'compra, comprar, compramos, comprando, compre, comprem, compro, comprando em, compras',
  sell: 'venda, vender, vendemos, venda a descoberto, vendam, vendo, vendas',
  entry: `
    pego, pego em, pego entre, pegamos em, pegamos entre, entro em, entro entre,
    entrada, entradas, zona de entrada, preço de entrada, ponto de entrada, região de entrada,
    faixa de entrada, zona de compra, região de compra, preço de compra, entrar, faixa de compra,
    pontos de entrada, entrar em, preço:, área de entrada, região de venda, faixa de venda,
    compra em, região:
  `,
  stop: `
    fecho no prejuízo, fecho no prejuízo em, saio no prejuízo em, corto em,
    perda máx,
    stop de perda, limite de perda, perda máxima, parada, stop móvel, stopp, stopa em,
    stopando em, stopo em, stop em, stop curto, perda:, invalidação, loss:, stopo, stopa,
    stopo no, stopa no
  `,
  target: `
    alvo, alvos, alvo final, realização, objetivo, objetivos, saída, meta, saídas,
    realizar lucro em, alv, take final, preço alvo, alvos de lucro, realizo, realizo em,
    realizando em, saída em, vendo em, gain:, a#, gains:
  `,
  average: `
    preço médio, recompra, aporte, fazer médio, segunda entrada, reentrada, reentrada em,
    segunda compra
  `,
  leverage: 'alavancagem, alavancado, alav, isolada, cruzada, margem, isolado, cruzado',
  risk: `
    risco, da banca, banca, mão, do capital, gerenciamento, lote, do patrimônio, da carteira,
    tamanho, da conta
  `,
  skip: `
    preço atual, confiança, suporte, resistência, tempo gráfico, duração, tempo até,
    preço do alvo, assertividade, tempo, precisão, risco retorno, hora, data, validade,
    probabilidade, motivo
  `,
  result: `
    lucro, lucros, prejuízo, resultado, ganho, lucro atual, lucro realizado, parabéns, perda,
    ganhos, perdas, lucramos, de lucro, rentabilidade, fechado com, fechada com, encerrado com,
    fechei com
  `,
  coin: 'moeda, par, ativo, ticker, símbolo, cripto',
  limit: `
    limite, ordem limite, ordem limitada, ordens limite, ordem pendente, ordens pendentes,
    pendente
  `,
  market: `
    a mercado, mercado, agora, preço de mercado, imediata, entrada imediata, entrar agora,
    no preço atual, ao preço de mercado, ordem a mercado, aqui
  `,
  entered: 'entrei, comprei, abri, entramos, acabei de entrar, abrimos, shortei, longuei',
  spot: 'à vista',
  futures: 'futuros, perpétuo, perpétuos',
  close: `
    vendi, fechar, feche, fechem, fechamos, fechado, encerrar, encerrada, encerramos, sair, zerar,
    operação finalizada, finalizada, encerrado, fechada, saiam, fechando, encerrem, encerre,
    saindo, zeramos, zerem, fechei, encerrar operação, saia, encerro, operação encerrada, zerando,
    vendi tudo, vendido tudo, zerei, zerado, encerrei, sai, saio, fora, caio fora, zera,
    zera tudo, encerrando
  `,
  cancel: `
    cancelar, cancelada, cancelado, cancele, cancelem, remover, anular, cancelamos, desconsiderar,
    desconsiderem, retirar, removam, retirem, cancelo, desconsidere, remova, excluir, cancela,
    tira a ordem, tirem, tirar a ordem
  `,
  move: `
    mover, mova, movam, subir, ajustar, colocar, puxar, alterar, suba, coloquem, subam, ajustem,
    puxem, movemos, levar, ajuste, coloque, puxe, ajustamos, subimos, subindo, movendo, atualizar,
    movido, mudar, ajustado, baixar, altere, alterem, levem, proteger, protejam, descer, puxamos,
    põe, poe, bota, coloca, desço, subo, movo, puxo, descendo, desçam, desça, desçamos
  `,
  add: 'adicionar, adicionem, adicionamos, aumentar, aumentar mão',
  reduce: `
    parcial, parciais, realizar parcial, reduzir, realize, realizar, realizem, fechar parcial,
    posição parcial realizada, realizem parcial, fazer parcial, façam parcial, reduzam,
    realizamos, realização parcial, diminuir, fechar parte, tomem
  `,
  secure: 'garantir lucro, garantam, proteger lucro, garantir, coloquem lucro no bolso, garanta',
  hold: 'manter, segurar, mantenham, seguimos, deixar correr, mantenha, segurem, mantemos, ainda',
  rest: 'restante, o resto',
  open: 'abrir, abram, abrir posição',
  flip: 'virar a mão, inverter',
  half: 'metade, meia posição, meia mão',
  third: 'um terço',
  quarter: 'um quarto',
  all: 'tudo, todas, todos, toda, todas as posições',
  wholly: 'total, totalmente, completamente',
  some: 'uma parte, um pouco, parte',
  breakeven: `
    no preço de entrada, no preço da entrada, zero a zero, 0x0, no zero, no ponto de entrada, pra entrada, para a entrada, na entrada, zero
  `,
  order: 'ordem, ordens, operação, posição, operações, posições, sinal, trade',
  hit: `
    atingido, atingidos, ativado, batido, alcançado, bateu, acionado, batidos, atingiu, atingimos,
    pegou, batemos, atingida, acionada, executado, batida, batidas
  `,
  stoppedOut: 'stopado, stopou, estopado, stopados, stopada',
  filled: `
    entrada atingida, ordem executada, entrada executada, entrada ativada, entrada realizada,
    ordem preenchida, entrada acionada
  `,
  not: `
    não, nunca, sem, evite, evitar, nem, não entrem, evitem, nada de, não entrar, não entrem em
  `,
  no: 'nenhum, nenhuma, manual',
  yes: 'sim',
  if: `
    se, quando, após, caso, ao romper, depois de, assim que, após atingir, ao atingir, se romper,
    até que, desde que, ao fechar, perdendo, rompendo, rompeu
  `,
  later: `
    falta, faltam, aguardar, aguarde, vou, vamos, depois, mais tarde, amanhã, em breve, esperar,
    aguardando, espero, estou de olho, aguardem, de olho, planejando, esperando, pretendo,
    ficar de olho, entraremos, próxima, quero, plano
  `,
  maybe: `
    poderia, talvez, acho, quem, como, possível, possivelmente, parece, deve, o que, opinião,
    provavelmente
  `,
  unreal: 'exemplo, por exemplo, conta demo, não é sinal, não é um sinal, simulado',
  can: 'pode, podem, podemos',
  past: `
    ontem, foi, anterior, semana passada, tinha, havia, fizemos, era, antes, resumo,
    resumo semanal, balanço, resultados da semana, fechamento da semana, segunda passada,
    terça passada, quarta passada, quinta passada, sexta passada, mês passado, anteontem,
    há uma semana
  `,
  date: `
    segunda-feira, terça-feira, quarta-feira, quinta-feira, sexta-feira, domingo, janeiro,
    fevereiro, março, abril, maio, junho, julho, agosto, setembro, outubro, novembro, dezembro,
    este mês, na segunda-feira, na terça, na sexta, de março, de maio
  `,
  again: `
    continua valida, continua valido, segue valida, segue valido, ainda valido, ainda valida,
    ainda ativa, seguimos em, sigo em, continuamos em, lembrete, posicoes abertas,
    operacoes abertas
  `,
  someone: `
    ele, ela, analista, amigo, membro, baleia, baleias, eles, alguém, o cara, nosso trader,
    nosso analista, um trader, o trader, membros, um seguidor, seguidor, meu amigo, um aluno,
    aluno, uma baleia, institucionais, ele está, ela está, colega, alguns, a carteira da, outros
  `,
  told: `
    sempre, quase, normalmente, toda vez, todo mundo, as pessoas, tomara, ano passado, dizem que,
    comprou, abriu, vendeu, fechou, segundo o analista, segundo um analista, segundo os analistas
  `,
  instead: 'em vez de, ao inves de',
  new: 'novo, nova, atualização, novos, atualizado',
  above: `
    acima de, acima, rompimento de, romper, rompimento, acima dos, +rompendo, no rompimento de,
    no rompimento, na superação de
  `,
  below: 'abaixo de, abaixo, perder, se perder, abaixo dos, perda de, +perdendo',
  to: 'até, a, para, pra, ao',
  and: 'e, ou, +depois',
  at: 'em, perto de, na região de, de, no, na, entre, região, próximo a, nos, desde, a partir de',
  candle: 'candle, fechamento, vela, fechamento diário',
  hourly: 'horas, horário',
  daily: 'diário, dia',
  weekly: 'semanal, semana',
  minutes: 'minutos',
  points: 'pontos',
  thousand: 'mil',
  first: 'primeiro, primeira',
  second: 'segundo, segunda',
  thirdOf: 'terceiro, terceira',
  fourth: 'quarto, quarta',
  ad: `
    cadastre-se, cadastro, grátis, inscreva-se, desconto, bônus, link, assine, assinatura,
    entre no grupo, sorteio, clique, contato, promoção, sinais premium
  `,
  noise: `
    se tudo der certo, se der certo, se der, com sorte, se for bem, se tudo correr bem,
    curto prazo, longo prazo, médio prazo, de entrada no grupo, gerenciamento de risco,
    gestão de risco, não é recomendação, a favor da tendência, posição restante, mercado fechou,
    o mercado fechou
  `,
  topic: 'corretora, grupo, bolsa, canal, conta, gráfico',
  reason: 'antes do, antes da, porque, pois',
  filler: `
    como sempre, o, os, as, um, uma, é, com, por, que, mais, este, esta, hoje, muito, já, do, da,
    tipo, direção, pessoal, galera, bem, curtinho, curto, tranquilo, por favor, pfv, gente, oi,
    turma, família, meu, minha, meus, minhas, seu, sua, seus, suas, nosso, nossa, nossos, nossas,
    me, te, lhe, isso, isto, esse, essa, também, mas, cada, bom, boa, obrigado, valeu, pequeno,
    pequena, rápido, amigos, só, pro, escalonada, escalonado
  `,
};
