import type { ServiceSettings } from '../../platform/config';
import type { Deps } from '../../platform/deps';

/** Service code of the sessions that lectures have. */
export const LECTURE_SERVICE = 'lecture';

/** Settings of a service, or undefined where there is none of this code. */
export const findService = (deps: Deps, code: string): ServiceSettings | undefined =>
  deps.config.services.find((service) => service.code === code);

/** Name of a service, also of one that the configuration no longer has. */
export const serviceName = (deps: Deps, code: string): string =>
  code === LECTURE_SERVICE ? '健康讲座' : (findService(deps, code)?.name ?? code);

/** What people come for: the lecture by its title, anything else by the service's name. */
export const purposeOf = (deps: Deps, session: { serviceCode: string; lectureTitle?: string }): string =>
  session.lectureTitle ?? serviceName(deps, session.serviceCode);
