import type { Town } from '../model/town.js';
import type { Random } from '../random.js';
import type { Submission } from './act.js';

const TEXTS = [
  '物业不修路灯',
  '工资拖欠三个月',
  '油烟扰民',
  '医院看病难',
  '学校门口堵车',
  '小区停水两天了',
  '楼下井盖丢失',
  '厨房燃气泄漏,请快来',
  '说不清楚的一件事',
  '想问一句话',
  '征地补偿没有谈好',
  '两镇交界的路互相推诿',
  '不服法院判决',
];

/** What residents write: mostly with a place, sometimes only with an address, or with nothing that says where it is. */
export function drawSubmission(random: Random, { places, profile, jurisdiction }: Town): Submission {
  const place = random.pick(places);
  const where = random.next();
  const areaCode =
    where < 0.75
      ? place
      : where < 0.85
        ? place.slice(0, 12)
        : where < 0.88
          ? `${place.slice(0, 12)}999`
          : null;
  const onTheSpot = random.chance(0.04);
  return {
    areaCode,
    address: areaCode === null && random.chance(0.7) ? `地方${place}三弄` : null,
    title: random.pick(TEXTS),
    text: random.chance(0.3) ? random.pick(TEXTS) : `${jurisdiction}某处`,
    category: random.chance(0.3) ? random.pick(profile.categories).id : null,
    urgency: random.chance(0.25) ? random.pick(['ordinary', 'urgent', 'emergency'] as const) : null,
    channel: random.pick(profile.channels).id,
    byOfficer: onTheSpot || random.chance(0.1),
    onTheSpot,
    hasContact: random.chance(0.8),
    locale: random.chance(0.1) ? 'en' : 'zh-CN',
  };
}
