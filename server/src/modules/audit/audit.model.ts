import mongoose, { Schema } from 'mongoose';
import { sealedPath, type Sealed } from '../../platform/keyring';

/** One access of staff to a person's data. Rows are only ever added. */
export interface AuditRow {
  _id: mongoose.Types.ObjectId;
  at: Date;
  staffId: string;
  roles: string[];
  /** The route, `<feature>.<route>`. */
  action: string;
  residentId: string;
  requestId: string;
  reason?: Sealed;
}

const schema = new Schema<AuditRow>(
  {
    at: { type: Date, required: true },
    staffId: { type: String, required: true },
    roles: [String],
    action: { type: String, required: true },
    residentId: { type: String, required: true },
    requestId: { type: String, required: true },
    reason: sealedPath,
  },
  { collection: 'audits', versionKey: false },
);
schema.index({ residentId: 1, at: -1 });
schema.index({ staffId: 1, at: -1 });

export const AuditModel = mongoose.model<AuditRow>('Audit', schema);
