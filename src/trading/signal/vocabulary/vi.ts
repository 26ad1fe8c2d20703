import type { Vocabulary } from './roles.ts';

export const vietnamese: Vocabulary = {
  language: 'Vietnamese',
  long: 'vào long, lệnh long, mua lên, canh long, long nhẹ, đánh long, đánh lên',
  short: 'vào short, lệnh short, bán khống, canh short, đánh short, đánh xuống',
  buy: 'mua, mua vào, lệnh mua, canh mua, gom, gom hàng',
  sell: 'bán, bán ra, lệnh bán, canh bán',
  entry: `
    vào:,
    vào lệnh, điểm vào, giá vào, vùng vào, vùng mua, vùng entry, giá mua, điểm mua, vào giá,
    vùng giá vào, entry vùng, giá vào lệnh, điểm vào lệnh, giá:
  `,
  stop: `
    cắt:,
    cắt lỗ, dừng lỗ, điểm dừng lỗ, điểm cắt lỗ, stop lỗ, cat lo, dung lo, giá cắt lỗ, cl,
    điểm cắt, cắt tại, stl, dừng lỗ tại, cắt khi
  `,
  target: `
    chốt lời, mục tiêu, chốt, điểm chốt, điểm chốt lời, giá chốt lời, chốt lãi, giá mục tiêu,
    mục tiêu giá, tp1 chốt, chốt tại, chốt dần, tp dần, mục tiêu chốt, kỳ vọng, target về
  `,
  average: 'trung bình giá, đi thêm, nhồi, vào thêm, bình quân giá, trung bình, gom thêm, mua thêm',
  leverage: 'đòn bẩy, đòn bẫy, đb, x đòn bẩy, đòn',
  risk: 'khối lượng, vốn, rủi ro, tài khoản, vol nhỏ, đi vol, tí vol nhỏ, tổng vốn, volume nhỏ',
  skip: 'giá hiện tại, khung, hỗ trợ, kháng cự, tỷ lệ, thời gian, mã lệnh, độ tin cậy',
  result: 'lãi, lời, lợi nhuận, ăn, lỗ, húp, kết quả, lãi nhẹ',
  coin: 'cặp, đồng, cặp tiền, mã',
  limit: 'lệnh chờ, cài lệnh, chờ, đặt lệnh, lệnh limit, set limit, canh limit, đặt limit',
  market: `
    giá thị trường, ngay, vào ngay, thị trường, giá hiện tại vào, now đi, vào luôn, ngay bây giờ,
    luôn bây giờ, ngay lập tức, tại đây, giá này, ngay giá này, vô luôn, vào giá này
  `,
  entered: 'đã vào, đã long, đã short, đã mua',
  spot: 'giao ngay, mua spot',
  futures: 'phái sinh, hợp đồng tương lai',
  close: `
    đóng, đóng lệnh, thoát, thoát lệnh, cắt lệnh, đóng hết, chốt hết, cắt, đóng vị thế, chốt lệnh,
    thoát hàng, đóng luôn, chốt luôn, cắt luôn, chốt toàn bộ, đóng toàn bộ, thoát hết
  `,
  cancel: `
    hủy, huỷ, hủy lệnh, xóa lệnh, hủy luôn, huỷ lệnh, hủy limit, xoá lệnh, bỏ lệnh, hủy kèo,
    huỷ kèo, xóa limit, gỡ lệnh, bỏ kèo
  `,
  move: `
    dời, dịch, kéo, chuyển, nâng, hạ, đưa, về, lên, để, đặt, sửa, cập nhật, set, lại, dời về, đổi,
    rời, cài
  `,
  add: 'thêm, nhồi thêm',
  reduce: `
    chốt bớt, chốt một phần, chốt 1 phần, giảm, chốt non, đóng một phần, chốt nhẹ, cắt bớt, bớt,
    đóng 1 phần, đóng bớt
  `,
  hold: 'giữ, gồng, ôm, gồng tiếp, ôm tiếp, giữ lệnh, vẫn giữ, đang giữ',
  rest: 'còn lại, phần còn lại, số còn lại',
  open: 'mở lệnh, mở vị thế, vào kèo, vô, vô lệnh',
  flip: 'đảo lệnh, đảo chiều lệnh',
  half: 'nửa, một nửa, 1 nửa',
  third: 'một phần ba',
  quarter: 'một phần tư',
  all: 'toàn bộ, tất cả, hết, full',
  some: 'một ít, ít',
  breakeven: 'hòa vốn, hoà vốn, huề vốn, giá vốn, về entry, hoà, về hòa, huề',
  order: 'lệnh, vị thế, kèo, các lệnh',
  hit: `
    chạm, đạt, đã chạm, đã đạt, dính, khớp, đã ăn, bị quét, quét, xong, tới, full target rồi,
    về đích, đã về
  `,
  stoppedOut: 'dính sl, dính stl, quét sl, hit sl',
  filled: 'khớp lệnh, đã khớp, đón rồi, đã đón, khớp entry',
  not: 'không, chưa, đừng, không nên, k, ko, chớ, kẻo',
  if: 'nếu, khi, sau khi, khi nào, chờ khi, trong trường hợp',
  later: 'sẽ, đợi, sắp, mai, dự kiến, chuẩn bị, canh, tí nữa, lát nữa, chờ đợi, định, lát',
  maybe: 'chắc, hình như, nghĩ, ai, sao, có nên, liệu',
  unreal: 'ví dụ, giả sử, tài khoản demo, không phải tín hiệu',
  can: 'có thể',
  past: `
    hôm qua, trước đó, hồi sáng, tuần trước, tổng kết, tổng kết tuần, kết quả tuần, điểm lại,
    tháng trước, hôm kia, tuần rồi, thứ hai tuần trước, thứ ba tuần trước, thứ tư tuần trước,
    hồi tháng
  `,
  date: `
    thứ năm, thứ sáu, thứ bảy, chủ nhật, tháng này, tuần này, hôm thứ hai, hôm thứ ba, hôm thứ tư
  `,
  again: 'van con hieu luc, van giu, dang giu, con hieu luc, nhac lai',
  someone: `
    anh ay, ban toi, thanh vien, cá voi, ai đó, trader của nhóm, chuyên gia, chuyên gia của,
    một bạn, bạn tôi, anh ấy, cô ấy, anh ta, thành viên, một thành viên, ông anh, có người,
    vài người, người khác, một số người
  `,
  told: 'suýt, luôn luôn, thường, nhiều người, mọi khi, năm ngoái',
  instead: 'thay vi, thay cho',
  new: 'mới',
  above: 'trên, vượt, phá lên, vượt lên, phá, break lên',
  below: 'dưới, thủng, mất, gãy',
  to: 'đến, tới giá',
  and: 'và, hoặc, rồi, sau đó, +xong',
  at: 'tại, quanh, khoảng, quanh vùng, vùng, giá, từ',
  candle: 'nến, đóng nến',
  daily: 'ngày',
  weekly: 'tuần',
  hours: 'giờ, tiếng',
  minutes: 'phút',
  thousand: 'nghìn, ngàn',
  ad: 'đăng ký, tham gia, khuyến mãi, liên hệ, ưu đãi, miễn phí, ib, inbox',
  noise: `
    nếu đẹp, nếu may mắn, nếu thuận lợi,
    tự chủ động chốt dời sl entry, ngắn hạn, dài hạn, trung hạn, set chênh, quản lý vốn,
    quản lý rủi ro, không phải lời khuyên, k đón, k đón thì, chị em, khớp lệnh nào, cho ae,
    nới ra, tránh k đón, quét chung, chưa có hàng, ai chưa có hàng, ae nào chưa có hàng,
    kèo scalp, đi vol nhỏ
  `,
  topic: 'sàn, nhóm, kênh',
  reason: 'vì',
  filler: `
    như thường lệ, ae, anh em, mn, mọi người, nhé, nha, thôi, đi, luôn, này, tí, cả nhà, các bác,
    nhỏ, xíu, hơi, thì, là, của, cho, với, được, vào, hôm nay, kèo này, chú ý, nhẹ, lướt, sóng,
    nhá, đón, làm ơn, giúp, mình, tôi, bạn, bác, các, em, anh, chị, họ, mà, nhưng, cũng, vẫn, đấy,
    đó, kia, nữa, rất, quá, nhiều, tốt, cảm, ơn, vui, lòng, chào, to, mỗi, từng
  `,
};
