import { addDays } from '@linkang/shared/domain/clinic-day';
import { parseIdNumber } from '@linkang/shared/domain/id-number';
import type { Deps } from '../../platform/deps';
import { importedId, importHashOf } from '../../modules/resident';
import { makeRandom, type LargePerson } from './world';

const FAMILY = [...'王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹'];
const GIVEN = [...'秀英桂兰玉珍建国志强淑芬海燕文华丽红德明春梅国庆永福金凤小军晓东'];
const CHECKS = '0123456789X';
const YOUNGEST = 5;
const OLDEST = 95;

/** A number that is nobody's: the order within a day is taken from the person's place. */
function idNumberOf(birthDay: string, order: number, today: string): string {
  const head = `110101${birthDay.replaceAll('-', '')}${String(order).padStart(3, '0')}`;
  const number = [...CHECKS].map((check) => head + check).find((text) => parseIdNumber(text, today).ok);
  if (number === undefined) throw new Error('an invented ID number is none');
  return number;
}

const ILLNESSES = ['高血压', '糖尿病', '冠心病', '脑卒中'];

/** The people of a size, by the same numbers whenever they are made. */
export function inventPeople(
  deps: Pick<Deps, 'keyring'>,
  size: number,
  { today, homes }: { today: string; homes: readonly { communityId: string; teamId: string }[] },
): LargePerson[] {
  const random = makeRandom(20_261);
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;
  return Array.from({ length: size }, (_, index) => {
    // Most who come are old.
    const age = YOUNGEST + Math.floor(Math.sqrt(random()) * (OLDEST - YOUNGEST));
    const birthDay = addDays('2026-01-01', -Math.floor((age + random()) * 365.25));
    const order = 100 + (index % 900);
    const idNumber = idNumberOf(birthDay, order, today);
    const idHash = importHashOf(deps, idNumber);
    const home = pick(homes);
    const illnesses = age < 50 ? [] : ILLNESSES.filter((_disease, i) => random() < 0.4 / (i + 1));
    return {
      id: importedId('large', idHash),
      idHash,
      name: pick(FAMILY) + pick(GIVEN) + (random() < 0.7 ? pick(GIVEN) : ''),
      idNumber,
      birthDay,
      sex: order % 2 === 1 ? 'male' : 'female',
      phone: `139${String(index).padStart(8, '0')}`,
      ...home,
      address: `${1 + Math.floor(random() * 30)}号楼${1 + Math.floor(random() * 6)}0${1 + Math.floor(random() * 4)}室`,
      record: {
        openedDay: addDays(today, -Math.floor(random() * 1095)),
        bloodType: pick(['A型', 'B型', 'O型', 'AB型', '不详']),
        drugs: random() < 0.1 ? ['青霉素'] : ['无'],
        illnesses: illnesses.map((disease) => ({ disease })),
        tags: age > 75 && random() < 0.2 ? ['LivesAlone'] : [],
        teamId: home.teamId,
      },
    };
  });
}
