import type { ProgrammeCode } from '@linkang/shared/domain/chronic-table';
import mongoose, { Schema } from 'mongoose';

/** A person in the care programme of a chronic disease; a doctor confirmed it. */
export interface EnrolmentRow {
  _id: string;
  residentId: string;
  programme: ProgrammeCode;
  status: 'active' | 'lost' | 'ended';
  /** Present while the person is in the programme: one such row of a person and programme, by a unique index. */
  open?: true;
  sinceDay: string;
  untilDay?: string;
  /** The member of staff who confirmed it. */
  enrolledBy: string;
  /** Who follows the person up. */
  doctorId: string;
  teamId: string | null;
  /** The last day for the next visit. */
  nextDueDay: string | null;
  rev: number;
}

const schema = new Schema<EnrolmentRow>(
  {
    _id: String,
    residentId: { type: String, required: true },
    programme: { type: String, required: true },
    status: { type: String, required: true },
    open: Boolean,
    sinceDay: { type: String, required: true },
    untilDay: String,
    enrolledBy: { type: String, required: true },
    doctorId: { type: String, required: true },
    teamId: { type: String, default: null },
    nextDueDay: { type: String, default: null },
    rev: { type: Number, required: true },
  },
  { collection: 'enrolments', versionKey: false },
);
schema.index({ residentId: 1, programme: 1 }, { unique: true, partialFilterExpression: { open: true } });
schema.index({ doctorId: 1, nextDueDay: 1, _id: 1 }, { partialFilterExpression: { open: true } });

const EnrolmentModel = mongoose.model<EnrolmentRow>('Enrolment', schema);

/** The open enrolments of some people. */
export const findOpenEnrolments = (residentIds: readonly string[]): Promise<EnrolmentRow[]> =>
  EnrolmentModel.find({ residentId: { $in: [...residentIds] }, open: true }).lean<EnrolmentRow[]>();
