import { demoRooms, demoVisitors, demoWeeklySessions } from './content';

type TemplateOfDemo = ReturnType<typeof buildTemplate>;

interface TemplateInput {
  id: string;
  serviceCode: string;
  /** 1 for Monday to 7 for Sunday. */
  weekday: number;
  startTime: string;
  endTime: string;
  capacity: number;
  place: string;
  doctorId: string | null;
  quotas: { online: number; desk: number; elder: number } | null;
  validFromDay: string;
}

const roomOf = (place: string): string | null =>
  demoRooms.find(({ floor, name }) => floor + name === place)?.id ?? null;

const buildTemplate = (input: TemplateInput) => ({
  ...input,
  roomId: roomOf(input.place),
  weeks: 'every' as 'every' | 'odd' | 'even',
  teamId: null,
  communityId: null,
  validToDay: null,
  note: '',
  visiting: null as { hospital: string } | null,
  active: true,
});

/** A visiting expert's afternoon, every other week. */
const visitorTemplates = (fromDay: string): TemplateOfDemo[] =>
  demoVisitors.map(({ visitingFrom }, index) => ({
    ...buildTemplate({
      id: `demo-visitor-${index + 1}`,
      serviceCode: 'expert',
      weekday: 3,
      startTime: '13:30',
      endTime: '16:30',
      capacity: 12,
      place: '一楼专家诊室',
      doctorId: `doctor-visitor-${index + 1}`,
      quotas: null,
      validFromDay: fromDay,
    }),
    weeks: 'odd',
    visiting: { hospital: visitingFrom },
  }));

/**
 * The templates of the demo's week.
 * @param doctorIdOf the profile of a team's leader
 */
export const demoTemplates = (fromDay: string, doctorIdOf: (leader: string) => string): TemplateOfDemo[] => [
  ...demoWeeklySessions.flatMap(({ weekdays, doctorName, ...plan }, index) =>
    weekdays.map((weekday) =>
      buildTemplate({
        ...plan,
        id: `demo-${index + 1}-${weekday || 7}`,
        weekday: weekday || 7,
        doctorId: doctorName === null ? null : doctorIdOf(doctorName),
        validFromDay: fromDay,
      }),
    ),
  ),
  ...visitorTemplates(fromDay),
];
