import { z } from 'zod';
import { activityKinds } from '../domain/activity-kinds';

/** What sort of activity it is, by the national table. */
export const activityKind = z.enum(activityKinds);
