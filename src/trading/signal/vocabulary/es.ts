import type { Vocabulary } from './roles.ts';

export const spanish: Vocabulary = {
  language: 'Spanish',
  long: `
    largo, en largo, largos, posición larga, abrir largo, al alza, me pongo largo,
    me pongo en largo, largo en, entro largo, entro en largo, alcista long, vamos largos,
    vamos largo, vamos en largo, vamos long
  `,
  short: `
    corto, en corto, cortos, posición corta, abrir corto, a la baja, me pongo corto,
    me pongo en corto, corto en, entro corto, entro en corto, vamos cortos, vamos corto,
    vamos en corto, vamos short
  `,
  buy: 'compra, comprar, compramos, compro, compren, comprad, comprando, compras',
  sell: 'venta, vender, vendemos, vendo, vendan, ventas, vendiendo',
  entry: `
    entrada, entradas, zona de entrada, precio de entrada, punto de entrada, zona de compra,
    precio de compra, entramos, entrar, rango de entrada, entrar en, zona de venta,
    puntos de entrada, precio entrada, rango de compra, entrada en, precio:, carga, cargas,
    primera carga, segunda carga, entro en, entrada desde, zona:
  `,
  stop: `
    cierro en pérdida, cierro en pérdida en, cierro en pérdidas en, salgo en pérdida en,
    pérdida máx,
    stop de pérdida, parada de pérdidas, pérdida máxima, detener pérdidas, límite de pérdida,
    stop de pérdidas, detener pérdida, invalidación, invalida, corte, corto perdidas,
    corto pérdidas, corto perdidas en
  `,
  target: `
    tomo beneficios en, tomo ganancias en, tomo beneficios, tomo ganancias,
    objetivo, objetivos, toma de ganancias, tomar ganancias, toma de beneficios, tomar beneficios,
    meta, metas, toma ganancias, beneficio, recogida de beneficios, objetivo de precio, salida,
    salidas, precio objetivo, toma de ganancia, tomar ganancia, tomas, salgo en, vendo en,
    vender en, tomar en, toma en, tp en, salimos en, saco en, vendo un tercio en,
    vendo tercios en, vendo mitad en, vendo la mitad en, toma, busco, recojo, recogemos, apunto a,
    apunto, apuntamos a, objetivo en
  `,
  average:
    'promediar, recarga, recarga en, recargas, recargamos, recompra, promedio, recompras, promediamos, segunda entrada',
  leverage: 'apalancamiento, apal, cruzado, aislado, palanca, apalancado, margen',
  risk: `
    riesgo, del capital, tamaño, de la cuenta, volumen, cuenta, de tu capital, de la cartera,
    cartera, inversión, arriesgar
  `,
  skip: `
    precio actual, confianza, soporte, resistencia, temporalidad, duración, precisión,
    riesgo beneficio, hora, ratio, fecha, probabilidad, tiempo, puntuación
  `,
  result: `
    ganancia, ganancias, resultado, beneficios, pérdida, ganado, felicidades, ganamos,
    rentabilidad, en ganancias, pérdidas, cerrado con, cerrada con, cerramos con, cerré con
  `,
  coin: 'par, moneda, símbolo, activo, cripto',
  limit: `
    límite, orden límite, limitada, orden pendiente, pendiente, órdenes límite, orden limitada,
    pendientes, órdenes pendientes
  `,
  market: `
    mercado, a mercado, ahora, precio de mercado, ahora mismo, a precio de mercado,
    precio actual de mercado, ya mismo, orden de mercado, entrada a mercado, inmediata, entrar ya,
    a precio actual, acá, aca, aquí, aqui, en este precio, a este precio
  `,
  entered: `
    entré, compré, abrí, hemos entrado, abierto en, hemos abierto, acabo de entrar, he abierto,
    shorteé, longueé, shortee
  `,
  spot: 'al contado, contado',
  futures: 'futuros, perpetuo, perpetuos',
  close: `
    cerrar, cierra, cerramos, cerrad, cierren, cerrado, cerrada, cierre, salir, salimos, cierro,
    cerrar todo, cerramos todo, cierren todo, salgan, liquidar, cerrando, salgo, cerré, cerradas,
    cerrados, vendi todo, vendido todo, sali, afuera, fuera, me salgo, nos salimos, nos vamos
  `,
  cancel: `
    cancelar, cancela, cancelada, cancelado, cancelamos, anular, anulada, eliminar, cancelen,
    quitar, borrar, quiten, cancelo, anulamos, anulado, quitamos, eliminen, canceladas, borren,
    invalidada, saquen, sacar la orden, saco la orden, saquen la orden, ya no va
  `,
  move: `
    mover, mueve, movemos, subir, bajar, ajustar, poner, muevan, cambiar, sube, ajusta, pon,
    colocar, subimos, ponemos, pongan, suban, llevar, ajustamos, movido, muevo, actualizar,
    bajamos, ajusten, mueva, movimos, subo, lleven, llevamos, coloquen, colocamos, modificar,
    cambiamos, ajustado, proteger, pasamos, paso, bajo, bajen, subiendo, bajando, moviendo
  `,
  add: 'añadir, agregar, sumar, añadimos, agregamos, agreguen',
  reduce: `
    parcial, parciales, cerrar parcial, reducir, cierre parcial, tomar parciales, toma parcial,
    reducimos, cerrar parte, cierren parcial, parcialmente, ganancias parciales, reduzcan,
    cerramos parcial, tomen, tomad, tomamos
  `,
  secure: `
    asegurar, aseguramos, asegurar ganancias, asegurar beneficios, aseguren, aseguren ganancias,
    asegura ganancias, tomen ganancias
  `,
  hold: `
    mantener, mantenemos, dejamos correr, dejar correr, mantengan, seguimos, todavía, aún,
    dejen correr, sigo
  `,
  rest: 'restante, resto, el resto',
  open: 'abrir, abrimos, abro, abran, abrir posición',
  flip: 'giramos, invertir posición',
  half: 'la mitad, mitad, media posición',
  third: 'un tercio, tercio, tercios',
  quarter: 'un cuarto',
  all: 'todo, todas, todos, toda, todas las posiciones',
  wholly: 'ambas, ambos, completo, completa, totalmente, total',
  some: 'una parte, algo, un poco, parte',
  breakeven: `
    punto de equilibrio, entrada (be), sin riesgo, sin pérdidas, a la entrada, la entrada, empate
  `,
  order: 'orden, órdenes, posición, operación, operaciones, posiciones, señal, las órdenes',
  hit: `
    alcanzado, alcanzada, alcanzados, tocado, tocó, activado, logrado, cumplido, saltó, ejecutado,
    conseguido, saltado, tocada, cumplidos, alcanzó, logrados, alcanzamos, activó, cumplida,
    saltaron
  `,
  filled: `
    entrada alcanzada, orden ejecutada, entrada activada, entrada ejecutada, orden llenada,
    entrada tocada
  `,
  not: `
    no, nunca, sin, ni, evitar, eviten, no entrar, tampoco, nada de, nadie, no longear,
    no shortear
  `,
  no: 'ninguno, ninguna, sin definir, manual',
  if: `
    si, cuando, después de, al romper, en caso de, una vez, siempre que, si rompe, al cerrar,
    hasta que, a menos que, tras, si pierde
  `,
  later: `
    falta, faltan, esperar, esperamos, luego, más tarde, mañana, pronto, vamos a, planeo,
    esperando, voy a, espero, buscaremos, buscamos, atentos, buscaré, pendiente de, buscando,
    estaremos, abriremos, entraremos, próxima, queremos, quiero, plan
  `,
  maybe: `
    podría, quizás, tal vez, creo, quién, qué, cómo, posible, posiblemente, podrían, parece,
    debería, opinión, considerar
  `,
  unreal: 'ejemplo, por ejemplo, cuenta demo, no es una señal, no es señal, simulado, backtest',
  can: 'puede, pueden, podemos, puedes',
  past: `
    ayer, anterior, antes, fue, semana pasada, habíamos, dimos, compartimos, había, era, teníamos,
    tenía, la semana pasada, tuve, tuvimos, resumen, resultados de la semana,
    balance de la semana, balance semanal, resumen semanal, balance, mes pasado, el mes pasado,
    hace una semana, hace dos días, hace un mes, anteayer
  `,
  date: `
    lunes, martes, miércoles, jueves, viernes, sábado, domingo, enero, febrero, marzo, abril,
    mayo, junio, julio, agosto, septiembre, octubre, noviembre, diciembre, este mes, el lunes,
    el martes, el miércoles, el jueves, el viernes
  `,
  again: `
    sigue valida, sigue activa, sigue en pie, seguimos en, sigo en, recordatorio,
    posiciones abiertas, operaciones abiertas, aun valida, todavia valida
  `,
  someone: `
    ella, analista, amigo, miembro, operador, ballena, ballenas, ellos, ellas, el tipo, alguien,
    nuestro trader, nuestra trader, un trader, el trader, mi amigo, mi colega, colega, él abrió,
    él compró, él vendió, él cerró, él está, miembros, un seguidor, seguidor, un cliente,
    los institucionales, una ballena, algunos, la cartera de, otros
  `,
  told: `
    siempre, casi, normalmente, cada vez, la gente, todo el mundo, ojala, ojalá, el año pasado,
    dicen que, compró, abrió, vendió, cerró, según el analista, según los analistas,
    según un analista
  `,
  instead: 'en vez de, en lugar de',
  new: 'nuevo, nueva, actualización, nuevos, actualizado',
  above: `
    por encima de, encima de, arriba de, sobre, rompe, ruptura de, superar, supera, rompe los,
    si supera, por arriba de, arriba
  `,
  below: 'por debajo de, debajo de, pierde, debajo, perdiendo, abajo de, abajo, por abajo de',
  to: 'a, hasta, al',
  and: 'y, o, +luego, después, despues',
  at: 'en, cerca de, alrededor de, de, entre, zona, desde, a partir de',
  candle: 'vela, cierre de vela, cierre diario, velas, cierre de',
  hourly: 'horaria, horas, hora de vela',
  daily: 'diario, diaria, día',
  weekly: 'semanal, semana',
  minutes: 'minutos',
  points: 'puntos',
  thousand: 'mil',
  first: 'primer, primero, primera',
  second: 'segundo, segunda',
  thirdOf: 'tercer, tercero, tercera',
  fourth: 'cuarto, cuarta',
  ad: `
    únete, regístrate, registro, suscríbete, bono, enlace, gratis, descuento, sorteo, contacto,
    regístrense, únanse, promoción, suscripción
  `,
  noise: `
    si todo va bien, si va bien, si sale bien, con suerte, si hay suerte, si hay fuerza,
    corto plazo, largo plazo, medio plazo, mediano plazo, a largo plazo, a corto plazo,
    a lo largo, gestión de riesgo, no es consejo financiero, no es asesoramiento,
    no es recomendación, muy corto, el mercado cerró, mercado cerró
  `,
  topic: 'grupo, bolsa, canal, gráfico, exchange',
  reason: 'antes del, antes de la, porque, debido a, ya que',
  filler: `
    como siempre, el, la, los, las, un, una, es, con, por, para, que, se, su, lo, más, este, esta,
    hoy, muy, ya, hay, del, tipo, dirección, chicos, amigos, lado, bien, por favor, porfa, buenas,
    gente, estoy, hola, muchachos, chavos, equipo, familia, banda, señores, mi, mis, tu, tus, sus,
    nuestro, nuestra, nuestros, nuestras, me, te, nos, le, les, esto, eso, ese, esa, también,
    pero, como, cada, bueno, buena, dia, saludos, gracias, pequeño, pequeña, rápido, tranquilo,
    tranqui, solo, sólo, bot, señales, bot de señales, escalonada, escalonado
  `,
};
