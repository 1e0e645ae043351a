import type { Deps } from '../../platform/deps';
import type { AccountPerson, PersonalSection } from '../../platform/module';
import { communityNames } from '../centre';
import { findConsentsOfAll } from './consent.model';
import { findRecordIds } from './merging.model';
import { findResidentById, type ResidentDocument } from './resident.model';
import { openField, openName } from './resident.sealing';

const profileLabels = {
  name: '姓名',
  idNumber: '证件号',
  certificate: '出生医学证明编号',
  birthDay: '出生日期',
  sex: '性别',
  phone: '电话',
  community: '社区',
  address: '住址',
  elderMode: '大字版',
  createdAt: '登记时间',
};
const consentLabels = { purpose: '用途', version: '版本', answer: '同意还是撤回', at: '时间', channel: '在哪里' };

/**
 * The same for everybody: whoever reads along on the phone learns nothing of whether there are any. The person reads
 * them at the centre.
 */
const sensitiveMarks: PersonalSection = {
  key: 'marks',
  title: '只有医生能看的标记',
  labels: { note: '说明' },
  rows: [{ note: '不放在这份文件里。要看有没有、写了什么，请本人带身份证到中心当面查阅。' }],
};

async function profileOf({ keyring }: Deps, resident: ResidentDocument) {
  const { communityId, phone, addressDetail } = resident;
  const names = await communityNames(communityId === null ? [] : [communityId]);
  return {
    name: openName(keyring, resident),
    idNumber: openField(keyring, resident, 'idNumber'),
    certificate: resident.certificate ? openField(keyring, resident, 'certificate') : null,
    birthDay: resident.birthDay,
    sex: resident.sex,
    phone: phone === null ? null : openField(keyring, resident, 'phone'),
    community: communityId === null ? null : (names.get(communityId) ?? null),
    address: addressDetail === null ? null : openField(keyring, resident, 'addressDetail'),
    elderMode: resident.elderMode,
    createdAt: resident.createdAt.toISOString(),
  };
}

/** The profile in full, and what was agreed to. */
export async function residentData(deps: Deps, { residentId }: AccountPerson): Promise<PersonalSection[]> {
  const [resident, consents] = await Promise.all([
    findResidentById(residentId),
    findRecordIds(residentId).then(findConsentsOfAll),
  ]);
  return [
    {
      key: 'profile',
      title: '我的资料',
      labels: profileLabels,
      rows: resident ? [await profileOf(deps, resident)] : [],
    },
    {
      key: 'consents',
      title: '我签过的同意书',
      labels: consentLabels,
      rows: consents.map(({ purpose, version, withdrawn, at, channel }) => ({
        purpose,
        version,
        answer: withdrawn ? '撤回' : '同意',
        at: at.toISOString(),
        channel,
      })),
    },
    sensitiveMarks,
  ];
}
