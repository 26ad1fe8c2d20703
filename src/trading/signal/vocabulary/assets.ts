/** Quote assets that are joined to a base in a pair's name; longer ones first where one ends in another. */
export const QUOTES = [
  'FDUSD',
  'USDT',
  'USDC',
  'BUSD',
  'TUSD',
  'USD',
  'EUR',
  'GBP',
  'TRY',
  'BRL',
  'KRW',
  'JPY',
  'DAI',
  'BTC',
  'ETH',
  'BNB',
  'PERP',
] as const;

/** Quotes that may be joined without a slash to any base ("NKNBTC" yes, "AAVEETH" yes, but "WETH" is a coin). */
export const CRYPTO_QUOTES: ReadonlySet<string> = new Set(['BTC', 'ETH', 'BNB']);

/** Money that is not crypto: a pair of two of these is forex. */
export const FIAT: ReadonlySet<string> = new Set(
  'USD EUR GBP JPY CHF AUD NZD CAD CNH CNY SEK NOK DKK SGD HKD ZAR MXN TRY PLN INR BRL KRW RUB'.split(
    ' ',
  ),
);

/** Metals, oil, indices, shares, funds: what Pilotfish doesn't trade. Upper case; also the words people use. */
export const NOT_CRYPTO: ReadonlySet<string> = new Set(
  (
    'NIFTY BANKNIFTY SENSEX BOOM CRASH V75 V100 USTEC US2000 HK50 CHINA50 XAU XAG XPT XPD XAUUSD XAGUSD GOLD SILVER USOIL UKOIL WTI BRENT OIL CRUDE NAS100 NASDAQ US30 US100 US500 SPX500 DJI DJ30 GER30 GER40 DAX UK100 JP225 NDX DXY VIX NAS NQ MNQ GC MGC YM NATGAS ' +
    'AAPL TSLA NVDA MSFT AMZN GOOGL GOOG META NFLX AMD INTC SPY QQQ IWM BABA MSTR HOOD PLTR GME AMC MARA RIOT JPM BAC DIS BA CAT CVX XOM WMT KO SOXL TQQQ SMCI ARKK UVXY TSM MU COST ORCL PYPL UBER ROKU SNAP NIO LCID RIVN SOFI DKNG RBLX ' +
    '黄金 白银 原油 ЗОЛОТО СЕРЕБРО НЕФТЬ طلا انس نفت ذهب الذهب VÀNG ORO OURO PRATA ALTIN GÜMÜŞ ALTIN EMAS GOLD ゴールド 금 골드'
  ).split(' '),
);

/** Names of coins, in the scripts that people write them in, to their ticker. Lower case. */
export const COIN_NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    BTC: 'bitcoin xbt 比特币 大饼 饼 大饼子 饼子 биткоин биткойн биткоину биткоина биткоином бтк биток битка битку битке битком بیت_کوین بیتکوین بیت بیتکوین بیتکویین بتكوين البيتكوين البتكوين بيتكوين بيتكون 비트코인 비트 ビットコイン bitcoinusd 比特 大餅 битков биткоине بیت_کوین البتكوين بتكوین',
    ETH: 'ethereum ether 以太坊 以太 二饼 饼二 二饼子 эфириум эфир эфира эфиру эфире эфиром اتریوم اتر ایتریوم ايثيريوم الايثيريوم إيثيريوم ايثريوم الايثريوم الإيثريوم إيثريوم 이더리움 이더 イーサリアム イーサ 姨太 二餅 以太币 эфирку эфирка эфирки эфирок اتریومو اتريوم',
    SOL: 'solana 索拉纳 солана соль соли солью солане солану سولانا 솔라나 ソラナ 索拉 солку سول',
    XRP: 'ripple 瑞波 瑞波币 рипл риппл рипплу риппле ریپل الريبل 리플 リップル 瑞波 рипла ريبل الريپل',
    DOGE: 'dogecoin 狗狗币 多吉币 狗币 додж доджу доги دوج دوج_کوین دوجکوین 도지 도지코인 ドージ ドージコイン 狗狗 狗子 دوجكوين دوجكوين догикоин догекоин',
    ADA: 'cardano кардано کاردانو 에이다 カルダノ 艾达 艾达币 кардану エイダ كاردانو',
    BNB: '币安币 бнб بی_ان_بی',
    LTC: 'litecoin 莱特币 лайткоин لایت_کوین لایتکوین ライトコイン 莱特 лайткоина 라이트코인',
    LINK: 'chainlink чейнлинк 체인링크 链克 链链 линк чейнлинка لینک 링크 チェーンリンク',
    DOT: 'polkadot полкадот پولکادات 폴카닷 波卡 波卡币 دات полкадота ポルカドット بولكادوت',
    AVAX: 'avalanche аваланч اوالانچ 雪崩 雪崩币 авакс 아발란체 アバランチ آواکس اواکس',
    TON: 'toncoin тон تون تون_کوین тона тону تونکوین 톤코인',
    TRX: 'tron трон ترون 트론 波场 波场币',
    PEPE: '佩佩 пепе پپه 페페',
    SHIB: 'shiba شیبا 시바이누 柴犬 柴犬币 屎币 шиба',
    SUI: '수이 суи',
    NEAR: 'nearprotocol 니어',
    UNI: 'uniswap یونی_سواپ 유니스왑',
    EOS: '柚子 柚子币',
    BCH: '比特现金 비트코인캐시',
    ETC: '以太经典 이더리움클래식',
    XLM: '恒星 恒星币 스텔라루멘 스텔라',
    FIL: '文件币',
    ATOM: '阿童木 атом 코스모스 اتم',
    NEO: '小蚁',
    XMR: '门罗 门罗币 монеро',
    ZEC: '大零币',
    APT: '앱토스 аптос',
    WLD: '월드코인',
  }).flatMap(([ticker, names]) => names.split(' ').map((name): [string, string] => [name, ticker])),
);

/** Tickers that are also everyday words: taken as tickers only with a tag, a pair, a label, or in a ticker's place in capitals. */
export const WORD_TICKERS: ReadonlySet<string> = new Set(
  (
    'ACT AI ALT ALICE ALPHA ANIME ANT APE ARC AR ATA BABY BANK BAND BAT BEAT BAKE BAR BIO BOB BTW CITY COMP COW DAR DASH DENT DIA EDEN EDU FLOW FORM FORTH FRONT FUN FARM F GAS GOAT GRASS GUN H HARD HIGH HOME HOOK HOT ID INIT IO IP JOE KEY LA LAB ' +
    'ME LAYER LEVER LINK LIT M MAGIC MASK MEME MET MOVE MULTI NEAR NOT OG ONE OP PEOPLE PI PORTAL PIXEL QUICK RAD RARE RAVE RAY RED REN RENDER REI ROSE RIVER S SAFE SAGA SAND SHELL SIGN SKATE SPELL SONIC SUN SUPER SWELL SYS T TA THE TOKEN TIME ' +
    'TOWN TRUMP TURBO TRU UMA USUAL USELESS VIC VIRTUAL VINE W WIN WAVES WOO ZEN TON GT HT LEO SPX CHILL BLUR ONT PERP BB CL MINE OPEN POND PROM KERNEL ' +
    'ACE ACH ALPINE AUCTION BADGER BANANA BARD BEL BETA BROCCOLI CAKE COOKIE CYBER DEGEN DRIFT DUSK FART FLUX GAL GIGA HIFI HIVE IDOL JELLY MOG NIL OMNI ORCA RATS REEF SATS SUSHI TNT VOXEL ZETA AVA DOGS LINA MIRA NFP PORTO PROS SANTOS TROY'
  ).split(' '),
);

/**
 * Tickers that are known without a catalogue, so that they are recognized in a line of plain words.
 * Those that are common words as well are in WORD_TICKERS.
 */
export const KNOWN_TICKERS: ReadonlySet<string> = new Set([
  ...WORD_TICKERS,
  ...(
    'BTC ETH BNB SOL XRP ADA DOGE TRX TON AVAX SHIB DOT BCH LTC UNI ATOM XLM XMR ETC ICP FIL HBAR APT ARB VET MKR AAVE GRT ALGO STX EGLD QNT IMX INJ SNX THETA FTM AXS MANA XTZ EOS FLOW CHZ CRV KAVA ZEC CFX MINA RUNE KLAY GALA ' +
    'LDO OCEAN WLD SEI SUI TIA JUP PYTH JTO WIF BONK PEPE FLOKI BOME ENA ONDO PENDLE ORDI BLUR DYDX GMX RNDR RENDER FET AGIX TAO AKT JASMY HOOK ENJ ZIL QTUM WAVES DASH NEO IOTA XEM BAT ZRX KNC COMP YFI SUSHI BAL UMA REN LRC CELO ' +
    'ANKR SKL STORJ BAND CTSI CTK NKN ROSE ONT ICX RVN IOST HNT CAKE ALPHA TWT SXP C98 MASK ALICE TLM SLP API3 PEOPLE SSV LQTY HIFI CYBER ARKM BIGTIME MEME TOKEN VANRY AEVO ETHFI STRK PIXEL PORTAL MANTA DYM ALT ZETA XAI ACE NFP AI ' +
    'MYRO MAVIA OMNI SAGA TNSR REZ BB NOT IO ZK ZRO LISTA BANANA RARE SYN SYS VOXEL ALPACA NEIRO TURBO MOODENG GOAT PNUT ACT HYPE USUAL MORPHO AIXBT FARTCOIN GRASS DRIFT VIRTUAL PENGU SPX KAITO BERA IP TRUMP MELANIA LAYER PI S SHELL ' +
    'NIL FORM WCT PARTI KERNEL INIT SIGN HAEDAL BABY HUMA LA HOME SAHARA RESOLV SPK NEWT PLUME ASTER XPL AVNT BARD FF MIRA EDEN ZBT MET COAI RIVER BEAT IRYS PIPPIN FHE TA BULLA GUN BTW VELO IDOL ICNT BOB HMSTR DOGS CATI LUNA LUNC USTC ' +
    'BTCDOM KAS OKB LEO CRO KCS HT GT BGB MNT WBTC STETH WETH ETHW ETHDYDX OP MATIC POL FTT RAY SRM ORCA JELLYJELLY POPCAT MEW BRETT MOG CHILLGUY GIGA SLERF TNT PIEVERSE ZORA AERO CBETH XCN TRB GAS RDNT MAGIC HIGH HFT LEVER STG ' +
    'PHB GNS TUSD AUCTION AMB BEL DENT HOT WIN BTT SUN JST SFP REEF OGN DUSK FLM TOMO UNFI LINA CVC CHR COTI ARPA MTL PERP DODO RSR SAND LPT AR ENS ROSE JOE WOO ID EDU TROY ZEN LIT LOKA AGLD PORTO CITY BSW BNX ONE FTM CTXC ATA IOTX ' +
    'RLC NMR GTC TRU XVS KSM GLM FIDA ACH MDT DEGO BLZ QUICK ERN PUNDIX FORTH SUPER CVX RAD BADGER FIS TVK PROM VITE KEY STMX WAXP NULS BAKE SCRT ACM ATM ASR MBOX CLV QI DIA BETA DAR RARE LAZIO VGX DEXE XNO HARD KP3R MOVR MULTI OOKI ' +
    'SPELL USTC ALCX SANTOS OSMO REI GAL LDO EPX ASTR GMT APE BIFI STEEM NEXO KDA LEVER POND GHST PROS AERGO PHA HIVE SNT CKB FRONT CELR ZEC STRAX SCR ZKL GRIFFAIN LAI F TOWN SWARMS ARC AVA COOKIE ZEREBRO BIO SONIC ANIME VINE TST B3 RED ' +
    'CHEX EIGEN VVV MLN FLUX ALPINE TAIKO ULTI MEMEFI KMNO SWELL CETUS COW LUMIA SAFE VIC JUV BROCCOLI714 BROCCOLI FUN SKATE AIA LAB RAVE H M W USELESS SHIBA DEGEN SHELL NEIROETH FART FOGO BANK CL JELLY TUT MUBARAK BABYDOGE SATS RATS'
  ).split(' '),
]);

/** Coins whose price has a magnitude that everybody knows, in US dollars: settles "65.4" and "95.000" when nothing else does. */
export const KNOWN_MAGNITUDES: Readonly<Record<string, { least: number; most: number }>> = {
  BTC: { least: 5_000, most: 1_000_000 },
  ETH: { least: 150, most: 50_000 },
};
