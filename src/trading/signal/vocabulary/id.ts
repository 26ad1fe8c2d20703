import type { Vocabulary } from './roles.ts';

export const indonesian: Vocabulary = {
  language: 'Indonesian',
  long: 'posisi long, buka long',
  short: 'posisi short, buka short',
  buy: 'beli, membeli, belilah, serok, cicil beli, akumulasi, hajar kanan, haka, sikat',
  sell: 'jual, menjual',
  entry: `
    masuk, harga masuk, area beli, area masuk, zona masuk, zona beli, area entry, titik masuk,
    beli di, area buy, harga beli, masuk di, entri, harga entry, antri, antri di, area jual,
    area antri, harga:
  `,
  stop: `
    batas rugi, stop rugi, potong rugi, cut los, batas kerugian, henti rugi, cl:, cl, cutloss,
    batas cl, cut di
  `,
  target: `
    target harga, ambil untung, jual di, target profit, ambil profit, area jual target, sasaran,
    titik keluar, target jual, jual target, tp di
  `,
  average: 'tambah posisi, cicil, beli lagi, averaging di, cicil di, rata rata',
  leverage: 'daya ungkit, leverage silang, silang, terisolasi',
  risk: `
    risiko, modal, dari modal, alokasi, resiko, ukuran posisi, dari portofolio, portofolio, dana
  `,
  skip: `
    harga sekarang, harga saat ini, dukungan, waktu, kerangka waktu, peluang, akurasi, skor,
    durasi, support area, resisten
  `,
  result: 'untung, keuntungan, rugi, hasil, cuan, kerugian, selamat, mantap',
  coin: 'koin, pasangan, aset, simbol, nama koin',
  limit: 'order limit, antrian, pasang limit, pending order, pasang antrian, limit order di',
  market: `
    harga pasar, sekarang, langsung, market sekarang, harga market, saat ini, order market,
    masuk sekarang, di sini, masuk market, skrg, skrang, skr, skg, sekarang juga, gas sekarang
  `,
  entered: `
    sudah masuk, sudah beli, sudah long, sudah short, baru masuk, udah masuk, udah beli,
    dah masuk, udah long, udah short, sudah open
  `,
  spot: 'spot aja',
  futures: 'berjangka, futures aja',
  close: `
    tutup, keluar, tutup posisi, tutup semua, jual semua, keluar dulu, tutup dulu, close dulu,
    close semua, exit dulu, ditutup, close aja, tutup aja, cabut, udah close, sudah close,
    sudah tutup, udah tutup, udah exit, cut loss aja, cut loss dulu, cl dulu, cl aja,
    cut loss sekarang, cl sekarang, kita cut loss, kita cl, cutloss aja, cutloss dulu, cl semua
  `,
  cancel: `
    batal, batalkan, dibatalkan, hapus, hapus order, cancel aja, cancel dulu, batalin,
    cabut antrian, tidak berlaku, hapus antrian, cabut order, hapus aja, ga jadi, gak jadi,
    nggak jadi, tidak jadi
  `,
  move: `
    pindah, geser, naikkan, ubah, pindahkan, geser ke, taruh, pasang, turunkan, ganti, naikin,
    amankan sl, perbarui, geserkan, set ke
  `,
  add: 'tambah, tambahkan, nambah',
  reduce: `
    sebagian, tutup sebagian, kurangi, jual sebagian, close sebagian, ambil sebagian, tp sebagian,
    amankan sebagian
  `,
  secure: 'amankan, amankan profit, ambil profit dulu, amankan cuan, amankan keuntungan',
  hold: 'tahan, pegang, masih, biarkan, lanjut hold, masih hold',
  rest: 'sisanya, sisa',
  open: 'buka, buka posisi, open posisi',
  half: 'setengah, separuh, setengahnya, separo',
  third: 'sepertiga',
  quarter: 'seperempat',
  all: 'semua, semuanya, semua posisi',
  wholly: 'seluruhnya, seluruh',
  some: 'sedikit',
  breakeven: 'impas, titik impas, ke entry, balik modal, bep, ke harga entry',
  order: 'posisi, transaksi, orderan, pesanan',
  hit: `
    tercapai, kena, tersentuh, tembus, sudah kena, terkena, kesentuh, sampai, done semua,
    telah tercapai, dapat
  `,
  stoppedOut: 'kena sl, kena stop, terkena sl',
  filled: 'terisi, entry kena, kejemput, order terisi, sudah kejemput, jemput',
  not: 'tidak, jangan, belum, tanpa, bukan, gak, ga, nggak, jgn, hindari',
  no: 'tdk',
  yes: 'ya, iya',
  if: `
    jika, kalau, apabila, setelah, bila, ketika, saat, begitu, kalo, andai, kecuali, seandainya,
    kalau jebol, kalau tembus, jika jebol, jika tembus, kalau breakout
  `,
  later: `
    akan, nanti, tunggu, besok, rencana, menunggu, pantau, mau, segera, bakal, siap siap, sabar,
    nunggu, incar, perhatikan
  `,
  maybe: `
    mungkin, sepertinya, siapa, apa, bagaimana, kenapa, menurut, apakah, kayaknya, semoga,
    potensi, kira kira, gimana
  `,
  unreal: 'contoh, contohnya, misalnya, akun demo, bukan sinyal, bukan signal',
  can: 'bisa, boleh',
  past: `
    kemarin, tadi, sebelumnya, minggu lalu, telah lalu, pernah, rekap, rekapan, rekap mingguan,
    ringkasan, hasil minggu ini, bulan lalu, selasa lalu, senin lalu, rabu lalu, kamis lalu,
    jumat lalu, kemarin lusa
  `,
  date: `
    senin, selasa, rabu, kamis, jumat, sabtu, januari, februari, maret, april, juni, juli,
    agustus, september, oktober, november, desember, hari senin, hari selasa, hari rabu,
    hari kamis, hari jumat, bulan ini, tanggal
  `,
  again: 'masih berlaku, masih aktif, masih valid, posisi terbuka, pengingat',
  someone: `
    dia, teman, analis, anggota, paus, mereka, seseorang, dia long, dia short, dia beli, dia jual,
    dia buka, dia tutup, dia masuk, seekor paus, trader kami, analis kami, member kami,
    seorang member, seorang teman, teman saya, temen, pengikut, beberapa, alamat whale,
    dompet whale, orang lain
  `,
  told: 'hampir, selalu, biasanya, orang-orang, setiap kali, tahun lalu, menyesal',
  instead: 'daripada',
  new: 'baru, pembaruan, terbaru, diperbarui',
  above: 'di atas, diatas, breakout di, tembus ke atas, tembus di atas, +tembus, breakout',
  below: 'di bawah, dibawah, jebol, tembus ke bawah',
  to: 'ke, +sampai, hingga, s/d, sd',
  and: 'dan, atau, lalu, terus, sama, trus',
  at: 'di, sekitar, pada, kisaran, area, dari, mulai, antara',
  candle: 'lilin, penutupan, close candle, candle close, penutupan candle',
  daily: 'harian, hari',
  weekly: 'mingguan, minggu',
  hours: 'jam',
  minutes: 'menit',
  points: 'poin',
  thousand: 'ribu, rb',
  first: 'pertama',
  second: 'kedua',
  thirdOf: 'ketiga',
  fourth: 'keempat',
  ad: `
    daftar, gratis, gabung, tautan, diskon, hubungi, klik, undian, berlangganan, promo, hadiah,
    bergabung
  `,
  noise: `
    kalau hoki, kalau beruntung, jika beruntung, kalau lanjut,
    jangka pendek, jangka panjang, jangka menengah, bukan ajakan, bukan saran keuangan,
    manajemen risiko, ajakan beli, ajakan jual, bukan ajakan beli, bukan ajakan jual
  `,
  topic: 'bursa, grup, akun, chart',
  reason: 'karena, sebelum',
  filler: `
    seperti biasa, yang, ini, itu, dengan, untuk, kita, kami, saya, anda, lagi, dulu, aja, sudah,
    hari ini, guys, arah, sinyal, jenis, juga, sangat, gaskeun, gaskan, bosku, cuy, tolong, mohon,
    udah, uda, bro, gan, gw, gue, gua, aku, kamu, kalian, nya, pun, kok, sih, dong, deh, nih, lah,
    kan, tapi, jadi, biar, supaya, pakai, pake, kecil, besar, baik, terima, kasih, silakan,
    silahkan, monggo, sekali, setiap, masing
  `,
};
