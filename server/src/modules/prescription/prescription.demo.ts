import { addDays, dayOf, instantOf } from '@linkang/shared/domain/clinic-day';
import { healthPrescriptions } from '@linkang/shared/domain/tables/health-prescriptions';
import type { Deps } from '../../platform/deps';
import { inTransaction } from '../../platform/transaction';
import { putGivings } from './giving.model';
import { insertNational, releaseVersion } from './text.model';

/** Texts that the doctor of the demo has released; the others wait. */
const RELEASED = ['HTN', 'T2DM', 'FLU', 'KNEE_OA'] as const;

/** Releases some texts, and gives a person two of them. */
export async function createDemoPrescriptions(
  { clock }: Deps,
  { residentId, doctorId }: { residentId: string; doctorId: string },
): Promise<void> {
  const now = clock.now();
  const texts = healthPrescriptions.prescriptions.filter(({ code }) => RELEASED.some((one) => one === code));
  const release = { releasedBy: doctorId, releasedAt: new Date(now.getTime() - 30 * 86_400_000) };
  for (const { code, version, text } of texts) {
    await insertNational(code, version, text);
    await inTransaction((session) => releaseVersion(code, version, release, session));
  }
  await putGivings(
    texts.slice(0, 2).map(({ code, version }, index) => {
      const day = addDays(dayOf(now), -9 * (index + 1));
      const at = instantOf(day, '10:20');
      const status = 'given' as const;
      return {
        _id: `prescription-${code}-${residentId}`,
        residentId,
        code,
        version,
        day,
        at,
        by: doctorId,
        status,
        rev: 0,
      };
    }),
  );
}
