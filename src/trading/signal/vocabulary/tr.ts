import type { Vocabulary } from './roles.ts';

export const turkish: Vocabulary = {
  language: 'Turkish',
  long: `
    uzun, yükseliş sinyali, long pozisyon, long açıyorum, longluyorum, longla, longluyoruz,
    long denemesi, long deniyorum, longum, longladık, longlanır
  `,
  short: `
    kısa pozisyon, düşüş sinyali, short pozisyon, short açıyorum, açığa satış, shortla,
    shortluyoruz, shortluyorum, short deniyorum, shortum, shortladık, açığa sat, shortlanır
  `,
  buy: `
    alım, satın al, alıyoruz, alıyorum, alış, alalım, al:, al, alınır, alıyom, toplanır,
    topluyorum, alımı, sepete ekliyorum, sepete ekledim, sepete atıyorum, alın
  `,
  sell: 'satış, satıyoruz, satıyorum, satalım, sat:, sat, satılır',
  entry: `
    giriş, giriş fiyatı, giriş bölgesi, giriş seviyesi, giriş aralığı, alım bölgesi, alış bölgesi,
    alım aralığı, alış fiyatı, girişi, giriş yeri, girişler, alım yeri, alım seviyesi,
    satış bölgesi, giris fiyati, işleme giriş, işlem fiyatı, fiyat:, girişim, girişimiz,
    toplama bölgesi, alım bölgem, alım yerleri, alım seviyeleri, alım noktaları
  `,
  stop: `
    zarar kes, zarar durdur, stop seviyesi, stopu, stopumuz, zarar durdurma, stopları, stoplar,
    stop noktası, stop olunur, stopunuzu, stopunu, stopumuzu, stopum, stopumu, stop altı,
    stop üstü, zarar kesim, stoploss seviyesi, zararkes, stopunuz, stoplarımızı, stoplarınızı,
    stop seviyesini, stop seviyemizi
  `,
  target: `
    hedef, hedefler, hedefi, kar al, kâr al, kar hedefi, hedef fiyat, hedeflerimiz, hedefimiz,
    kar alım, satış hedefi, satış hedefleri, kar alma, kar noktası, kar al noktaları, hedef bölge,
    hedefim, tp hedefleri, satış yeri, kar al:, hedeflerim, karal, kar yeri, kâr yeri,
    satış hedeflerim, satış hedefim, kar al seviyeleri, kar al seviyesi
  `,
  average: 'kademe, ortalama, maliyet düşürme, ekleme, ekleme yeri, 2. giriş, kademeler, kademeli:',
  leverage: 'kaldıraç, kaldırac, kaldıraçla, çapraz, izole, kaldıraçlı, kaldıracı, kaldıracımız',
  risk: 'kasa, kasanın, sermaye, bakiye, kasadan, marjin, sermayenin, portföy, portföyün, kasayla',
  skip: `
    güncel fiyat, şu anki fiyat, anlık fiyat, güven, zaman, destek, direnç, mevcut fiyat, süre,
    başarı oranı, tarih, periyot, risk ödül, rsi, puan
  `,
  result: `
    kâr, kar, kazanç, getiri, kazandık, zarar, karda, sonuç, tebrikler, karla, kazandırdı,
    kar ettik, kârda
  `,
  coin: 'parite, sembol, varlık, kripto, coin adı',
  limit: 'limit emir, limitli, bekleyen emir, emir, limit emri',
  market: `
    piyasa, piyasadan, şimdi, piyasa fiyatı, marketten, buradan, anlık, piyasa emri,
    market fiyatından, hemen, şu an, mevcut fiyattan, piyasa fiyatından, güncel fiyattan,
    market emri, piyasa emriyle, şu anki fiyattan, buralardan, burdan, buradan gir
  `,
  entered: 'girdim, girdik, açtım, açtık, longladım, shortladım, aldım, aldık, bastım, alım yaptım',
  spot: 'spotta, spot alım, spot alım yerleri, spot alım seviyeleri, spot alım bölgesi, spot alımı',
  futures: 'vadeli, vadeli işlem',
  close: `
    kapat, kapatıyoruz, kapatın, kapatalım, kapattım, kapattık, kapandı, çıkın, çıkıyoruz,
    kapatıyorum, çıkalım, çıkabilirsiniz, kapatabilirsiniz, çıktık, çıktım, kapatılsın,
    işlemi kapat, kapatılır, kapatabiliriz, çıkarım, çıkarız
  `,
  cancel: `
    iptal, iptal ediyoruz, iptal edin, iptal edildi, silin, siliyoruz, iptal et, iptal edelim,
    iptaldir, emirleri çekin, emri çekin, emri çekiyoruz, geçersiz
  `,
  move: `
    çek, çekin, çekiyoruz, taşı, taşıyın, taşıyoruz, çekelim, güncelle, yükselt, değiştir,
    çekildi, taşındı, güncellendi, çekiyorum, taşıyalım, güncelliyoruz, yükseltin, güncelleyin,
    çekebilirsiniz, alıyoruz stopu, çekebiliriz, koyun, yükseltiyoruz, çektim, çektik
  `,
  add: 'ekle, ekliyoruz, ekleyin, ekledim, ekleyelim, ekliyorum',
  reduce: `
    kısmi, azalt, kısmi kar, kısmi kapat, azaltın, kısmi kâr alın, azaltıyoruz, kısmi kar alın,
    kısmi satış
  `,
  secure: `
    kar alın, karı alın, kâr alın, kar alalım, karınızı alın, kar alabilirsiniz, kâr alıyoruz,
    kar alıyoruz, kâr alabilirsiniz
  `,
  hold: 'tutuyoruz, bekletiyoruz, devam, tutun, hâlâ, taşımaya devam, devam ediyor',
  rest: 'kalan, kalanı, kalanın, kalanının, kalan kısım, kalan kısmın, kalanlar',
  open: 'açıyoruz, açıyorum, giriyoruz, giriyorum, açın, girin, girebilirsiniz, açılır',
  flip: 'ters işlem, tersine',
  half: 'yarısı, yarısını, yarım, yarı, yarısının, yarı yarıya, yarısına',
  third: 'üçte biri, üçte birini',
  quarter: 'çeyreği, dörtte biri, dörtte birini, çeyreğini',
  all: 'tüm, hepsi, bütün, hepsini',
  wholly: 'tamamı, tamamını, tamamen',
  some: 'biraz, bir miktar, bir kısmını, kısmını, bir kısmı, bir bölümünü, bir bölümü',
  breakeven: `
    girişe çek, girişe alın,
    girişe, başabaş, başa baş, giriş seviyesine, maliyete, maliyet, başabaşa, giriş fiyatına,
    giriş noktasına, giris seviyesine, stop giriş, girişte, maliyette
  `,
  order: `
    işlem, işlemi, pozisyon, pozisyonu, emirler, pozisyonun, işlemin, işlemler, pozisyonlar,
    işlemleri, pozisyonları, emirleri, emri, pozisyonunuzun, pozisyonunuzu, işlemini,
    pozisyonunun, pozisyonunu, emrini, emirlerini, emrinizi, emirlerinizi, emrimizi, emirlerimizi,
    işlemlerini, pozisyonlarını, emirlerimi, emrimi
  `,
  hit: `
    geldi, ulaştı, ulaşıldı, gerçekleşti, vurdu, tetiklendi, tamam, tamamlandı, görüldü, oldu,
    olduk, patladı, alındı, tamamdır
  `,
  stoppedOut: 'stop oldu, stop olduk, stoplandık, stop patladı',
  filled: 'doldu, giriş gerçekleşti, emir doldu, girişler tamamlandı, giriş alındı, emrimiz doldu',
  not: `
    değil, yok, yapmayın, girmeyin, açmayın, olmadan, girmiyorum, almayın, kapatmayın,
    acele etmeyin, girmiyoruz, almıyoruz, almıyorum, açmıyoruz, açmıyorum, açmayalım, girmeyelim,
    almayalım, shortlamayın, longlamayın
  `,
  no: 'hayır',
  yes: 'evet',
  if: `
    eğer, olursa, kırarsa, gelirse, kapanış yaparsa, kapatırsa, sonra, geçerse, kırılırsa,
    tutunursa, üzeri kapanışta, şartıyla, inerse, çıkarsa, düşerse, görürse, kırınca, kırılınca,
    geçince, üstüne çıkarsa, altına inerse, aşarsa, kapanışla geçerse, kırılımıyla,
    üzerine atarsa
  `,
  later: `
    bekliyorum, bekliyoruz, planlıyorum, yakında, yarın, düşünüyorum, izliyorum, takipteyim,
    düşünüyoruz, takip, beklentim, açacağım, gireceğim, alacağım, açacağız, gireceğiz, bekleyin,
    bekleyelim, izliyoruz, planım, beklemedeyim, düşüneceğim, düşünürüm, düşünebiliriz, bakacağım,
    bakarız
  `,
  maybe: `
    belki, olabilir, sanırım, bence, denenebilir, mi, mı, kim, ne, neden, nasıl, düşünülebilir,
    ihtimal
  `,
  unreal: 'örnek, örneğin, örnek olarak, demo hesap, sinyal değil, sinyal değildir',
  past: `
    dün, önceki, geçen hafta, daha önce, paylaşmıştım, vermiştik, demiştim, paylaşmıştık, özet,
    haftalık özet, haftanın özeti, bilanço, özeti, hafta özeti, haftalık bilanço, geçmiş,
    geçen haftanın, geçen salı, geçen pazartesi, geçen çarşamba, geçen perşembe, geçen cuma,
    geçen ay, evvelsi gün, hafta önce, gün önce, ay önce
  `,
  date: `
    pazartesi, çarşamba, perşembe, cuma, cumartesi, ocak, şubat, mart, nisan, mayıs, haziran,
    temmuz, ağustos, eylül, ekim, kasım, aralık, bu ay, salı günü, pazartesi günü, cuma günü
  `,
  again: `
    hala gecerli, halen gecerli, gecerliligini koruyor, hala aktif, acik pozisyonlar,
    aktif islemler, hatirlatma
  `,
  someone: `
    arkadas, uye, analist, balina, balinalar, analistimiz, hocamız, üyemiz, birisi, birileri,
    onlar, adam, arkadaş, bir arkadaş, arkadaşım, üye, üyelerimiz, traderımız, bir üye,
    bir üyemiz, bir balina, bir trader, traderi, hoca, abim, kurumlar, takipçimiz, takipçi,
    bir takipçi, bazıları, cüzdan, balinanın cüzdanı
  `,
  told: `
    hep, her zaman, neredeyse, genelde, herkes, insanlar, her seferinde, geçen yıl, keşke, açtı,
    sattı, açmış, almış, açmıştım, almıştım, girmişti, analiste göre
  `,
  new: 'yeni, güncel',
  above: `
    üstü, üzeri, üstünde, üzerinde, üstüne, +geçerse, +kırarsa, +aşarsa, +üstüne çıkarsa,
    +kırılırsa, +çıkarsa, +geçince, +kırınca, +kırılınca, +kırılımıyla, +üzerine atarsa,
    +kapanışla geçerse
  `,
  below: 'altı, altında, altına, +inerse, +düşerse, +altına inerse',
  to: 'ile, arası, kadar, arasında, arasi, arasından',
  and: 've, veya, ya da, +sonra',
  at: `
    civarı, bölgesi, seviyesi, seviyesinden, fiyatından, seviyesine, seviyesinde, civarında, dan,
    den, tan, ten
  `,
  candle: 'mum, kapanış, mum kapanışı, kapanışı, kapanışta, kapanırsa',
  hourly: 'saatlik',
  daily: 'günlük',
  weekly: 'haftalık',
  hours: 'saat, gün',
  minutes: 'dakika, dk, dakikalık',
  points: 'puanlık',
  thousand: 'bin',
  first: 'birinci, ilk',
  second: 'ikinci',
  thirdOf: 'üçüncü',
  fourth: 'dördüncü',
  ad: `
    kayıt, üye ol, bonus, katıl, davet, link, ücretsiz, kampanya, üyelik, indirim, iletişim,
    kayıt ol, çekiliş, linkten
  `,
  noise: `
    şans olursa, kısmetse, kısmet olursa, her şey yolunda giderse, devam ederse,
    kısa vade, uzun vade, orta vade, kısa vadeli, uzun vadeli, orta vadeli, kısa vadede,
    uzun vadede, uzun süre, yatırım tavsiyesi değildir, ytd, kısa süreli, kar al stop, sanal para,
    risk yönetimi, piyasa kapanışı, kademeli alım, iki kademe, üç kademe, geçmeyin,
    arası kademeli, kademeli girdim, kademeli
  `,
  topic: 'borsa, grup, kanal, hesap, grafik',
  reason: 'çünkü',
  filler: `
    her zamanki gibi, bir, bu, şu, için, çok, daha, arkadaşlar, sinyal, sinyali, güçlü, olarak,
    var, da, de, bugün, gibi, ama, fiyat, seviye, yön, tür, lütfen, beyler, millet, dostlar,
    gençler, hocam, benim, bizim, sizin, senin, onun, biz, ben, siz, sen, bana, bize, size, kendi,
    her, biri, ancak, fakat, ki, diye, şekilde, küçük, büyük, selam, merhaba, teşekkürler,
    günaydın, iyi, bol, kazançlar, burada
  `,
};
