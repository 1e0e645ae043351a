/** Who reads a list, the fields of what they get, and which of the person's secrets stand in it readable. */
export interface FieldRow {
  who: readonly string[];
  fields: string;
  /** Keys of `secretsOf`. */
  shows?: string;
}

const activeRelatives = ['book', 'report', 'record', 'consult'].map((scope) => `active proxy for ${scope}`);
const formerRelatives = [
  'revoked proxy for book',
  'revoked proxy for record',
  'expired proxy for book',
  'expired proxy for record',
];
const relatives = [...activeRelatives, ...formerRelatives];
const reviewers = ['doctor of the own team', 'doctor of the own team with the right', 'director'];
/** On a day with a visit: whoever looks after the person, and the house. */
const withGround = [...reviewers, 'nurse of the own team', 'nurse', 'public health', 'desk'];
const clinic = [...withGround, 'doctor of another team', 'doctor of another team with the right'];
const carers = clinic.filter((name) => name !== 'desk');
/** Who answers for the person's team, and who for another one. */
const ownCarers = [...reviewers, 'nurse of the own team'];
const otherCarers = ['doctor of another team', 'doctor of another team with the right', 'nurse', 'public health'];
const staff = [...clinic, 'editor', 'admin', 'auditor'];
/** Those with a ground who keep what is known of health. */
const keepers = withGround.filter((name) => name !== 'desk');
const writers = ['editor', 'director'];
const everybody = ['anonymous', 'self', 'other resident', ...relatives, ...staff];

/** Every list with the exact fields by who asks; whoever is not named is refused, which the matrix of routes tries. */
export const fieldTable: Readonly<Record<string, readonly FieldRow[]>> = {
  'resident.get': [
    {
      who: ['self', 'active proxy for record', ...withGround],
      fields:
        'address.communityId address.communityName address.detail age birthDay certificateMasked createdAt elderMode id idNumberMasked idType name phoneMasked rev seniorPhysicalEligible sex',
      shows: 'name address',
    },
  ],
  'resident.search': [
    {
      who: clinic,
      fields: 'items[].age items[].id items[].idNumberMasked items[].name items[].phoneMasked items[].sex more',
    },
  ],
  'resident.standing': [
    {
      who: clinic,
      fields: 'ground person.age person.id person.idNumberMasked person.name person.phoneMasked person.sex until ways',
    },
  ],
  'resident.consentState': [
    {
      who: ['self', ...withGround],
      fields:
        'items[].answeredAt items[].answeredVersion items[].channel items[].html items[].purpose items[].required items[].status items[].title items[].version',
    },
  ],
  'booking.list': [
    {
      who: ['self', ...withGround],
      fields:
        'items[].bookedAt items[].can.cancel items[].cancelUntil items[].day items[].endTime items[].id items[].number items[].place items[].preparation items[].residentId items[].serviceCode items[].serviceName items[].sessionId items[].startTime items[].status nextCursor',
    },
    {
      who: ['active proxy for book'],
      fields:
        'items[].bookedAt items[].can.cancel items[].cancelUntil items[].day items[].endTime items[].id items[].number items[].place items[].preparation items[].residentId items[].residentName items[].serviceCode items[].serviceName items[].sessionId items[].startTime items[].status nextCursor',
      shows: 'name',
    },
  ],
  'booking.get': [
    {
      who: ['self', ...clinic],
      fields:
        'bookedAt can.cancel cancelUntil day endTime id number place preparation residentId serviceCode serviceName sessionId startTime status',
    },
    {
      who: ['active proxy for book'],
      fields:
        'bookedAt can.cancel cancelUntil day endTime id number place preparation residentId residentName serviceCode serviceName sessionId startTime status',
      shows: 'name',
    },
  ],
  'booking.noShows': [
    {
      who: clinic,
      fields:
        'items[].age items[].answer items[].appeal items[].bookingId items[].day items[].number items[].residentId items[].residentName items[].serviceName items[].startTime items[].state',
    },
  ],
  'contract.list': [
    {
      who: ['self', 'active proxy for record'],
      fields:
        'items[].can.approve items[].can.reject items[].can.renew items[].can.transfer items[].can.withdraw items[].channel items[].decidedAt items[].decidedBy items[].endCode items[].endDay items[].id items[].kind items[].lastDay items[].packages[].code items[].packages[].id items[].packages[].name items[].previousContractId items[].reason items[].renewFrom items[].residentId items[].residentName items[].rev items[].signedAt items[].startDay items[].status items[].teamId items[].teamName items[].termYears items[].textVersion nextCursor',
      shows: 'name',
    },
    {
      who: clinic,
      fields:
        'items[].can.approve items[].can.reject items[].can.renew items[].can.transfer items[].can.withdraw items[].capacityWarning items[].channel items[].communityName items[].decidedAt items[].decidedBy items[].endCode items[].endDay items[].id items[].idNumberMasked items[].kind items[].lastDay items[].packages[].code items[].packages[].id items[].packages[].name items[].previousContractId items[].reason items[].renewFrom items[].residentAge items[].residentId items[].residentName items[].rev items[].signedAt items[].startDay items[].status items[].teamId items[].teamName items[].termYears items[].textVersion nextCursor',
    },
  ],
  'contract.list of everybody': [
    {
      who: ['self'],
      fields:
        'items[].can.approve items[].can.reject items[].can.renew items[].can.transfer items[].can.withdraw items[].channel items[].decidedAt items[].decidedBy items[].endCode items[].endDay items[].id items[].kind items[].lastDay items[].packages[].code items[].packages[].id items[].packages[].name items[].previousContractId items[].reason items[].renewFrom items[].residentId items[].residentName items[].rev items[].signedAt items[].startDay items[].status items[].teamId items[].teamName items[].termYears items[].textVersion nextCursor',
      shows: 'name',
    },
    { who: ['other resident', ...relatives], fields: 'items nextCursor' },
    {
      who: reviewers,
      fields:
        'items[].can.approve items[].can.reject items[].can.renew items[].can.transfer items[].can.withdraw items[].capacityWarning items[].channel items[].communityName items[].decidedAt items[].decidedBy items[].endCode items[].endDay items[].id items[].idNumberMasked items[].kind items[].lastDay items[].packages[].code items[].packages[].id items[].packages[].name items[].previousContractId items[].reason items[].renewFrom items[].residentAge items[].residentId items[].residentName items[].rev items[].signedAt items[].startDay items[].status items[].teamId items[].teamName items[].termYears items[].textVersion nextCursor',
      shows: 'refusalReason',
    },
    {
      who: [
        'doctor of another team',
        'doctor of another team with the right',
        'nurse of the own team',
        'nurse',
        'public health',
        'desk',
      ],
      fields:
        'items[].can.approve items[].can.reject items[].can.renew items[].can.transfer items[].can.withdraw items[].capacityWarning items[].channel items[].communityName items[].decidedAt items[].decidedBy items[].endCode items[].endDay items[].id items[].idNumberMasked items[].kind items[].lastDay items[].packages[].code items[].packages[].id items[].packages[].name items[].previousContractId items[].reason items[].renewFrom items[].residentAge items[].residentId items[].residentName items[].rev items[].signedAt items[].startDay items[].status items[].teamId items[].teamName items[].termYears items[].textVersion nextCursor',
    },
  ],
  'contract.get': [
    {
      who: ['self', 'active proxy for record'],
      fields:
        'can.approve can.reject can.renew can.transfer can.withdraw channel decidedAt decidedBy endCode endDay id kind lastDay packages[].code packages[].id packages[].name previousContractId reason renewFrom residentId residentName rev signedAt startDay status teamId teamName termYears textVersion',
      shows: 'name',
    },
    {
      who: reviewers,
      fields:
        'can.approve can.reject can.renew can.transfer can.withdraw capacityWarning channel communityName decidedAt decidedBy endCode endDay history[].at history[].by history[].byName history[].endCode history[].to id idNumberMasked kind lastDay packages[].code packages[].id packages[].name previousContractId reason renewFrom residentAge residentId residentName rev signedAt startDay status teamId teamName termYears textVersion',
      shows: 'name',
    },
    {
      who: ['nurse of the own team', 'nurse', 'public health', 'desk'],
      fields:
        'can.approve can.reject can.renew can.transfer can.withdraw capacityWarning channel communityName decidedAt decidedBy endCode endDay history[].at history[].by history[].byName history[].endCode history[].to id idNumberMasked kind lastDay packages[].code packages[].id packages[].name previousContractId reason renewFrom residentAge residentId residentName rev signedAt startDay status teamId teamName termYears textVersion',
    },
  ],
  'waitlist.list': [
    {
      who: ['self', 'active proxy for book', ...withGround],
      fields:
        'items[].autoAccept items[].day items[].endTime items[].id items[].joinedAt items[].place items[].position items[].residentId items[].serviceName items[].sessionId items[].startTime items[].status',
    },
  ],
  'proxy.list': [
    {
      who: ['self'],
      fields:
        'asked received[].askedAt received[].channel received[].confirmedAt received[].endsDay received[].hasPaper received[].id received[].name received[].relationship received[].residentId received[].rev received[].scopes received[].status',
    },
    { who: ['other resident'], fields: 'asked received' },
    {
      who: relatives,
      fields:
        'asked[].askedAt asked[].channel asked[].confirmedAt asked[].endsDay asked[].hasPaper asked[].id asked[].name asked[].relationship asked[].residentId asked[].rev asked[].scopes asked[].status received',
      shows: 'name',
    },
  ],
  'proxy.ofResident': [
    {
      who: ['nurse of the own team', 'nurse', 'desk', 'director'],
      fields:
        'items[].askedAt items[].channel items[].confirmedAt items[].endsDay items[].hasPaper items[].id items[].name items[].relationship items[].residentId items[].rev items[].scopes items[].status',
    },
  ],
  'proxy.deeds': [{ who: ['self'], fields: 'items' }],
  'trail.ofResident': [
    {
      who: ['self'],
      fields:
        'items[].action items[].at items[].id items[].kind items[].result items[].role items[].staffName items[].times items[].words nextCursor',
    },
  ],
  'trail.search': [
    {
      who: ['director', 'auditor'],
      fields:
        'items[].action items[].at items[].code items[].device items[].id items[].kind items[].network items[].purpose items[].requestId items[].residentId items[].residentNameMasked items[].result items[].role items[].roles items[].staffId items[].staffName items[].targetId items[].words nextCursor',
    },
  ],
  'closure.ofResident': [
    {
      who: ['self'],
      fields:
        'closure.askedAt closure.dueAt closure.id closure.status graceDays rows[].basis rows[].keepYears rows[].key rows[].onClosing rows[].title',
    },
  ],
  'card.list': [{ who: withGround, fields: 'items[].id items[].issuedAt items[].residentId items[].revokedAt' }],
  'notice.next': [
    {
      who: ['self', 'active proxy for book'],
      fields: 'items[].day items[].detail items[].kind items[].startTime items[].targetId items[].title',
    },
  ],
  'notice.list': [
    {
      who: ['self'],
      fields:
        'items[].at items[].body items[].id items[].isRead items[].opens items[].residentId items[].targetId items[].title nextCursor unread',
    },
    { who: ['other resident'], fields: 'items nextCursor unread' },
    {
      who: relatives,
      fields:
        'items[].at items[].body items[].id items[].isRead items[].opens items[].residentId items[].residentName items[].targetId items[].title nextCursor unread',
      shows: 'name',
    },
  ],
  'notice.today': [
    {
      who: ['editor', 'admin', 'auditor', ...clinic],
      fields:
        'articleDrafts articlesToReview callsToMake contentsRefused contractsPending correctionsOpen correctionsOverdue day emergenciesOpen emergenciesOverdue followUpsOverdue lecturesComing sessions[].booked sessions[].capacity sessions[].doctorName sessions[].endTime sessions[].id sessions[].place sessions[].serviceName sessions[].startTime sessions[].state tasksDue tasksOverdue tasksUrgent',
    },
  ],
  'notice.deliveries': [{ who: clinic, fields: 'items nextCursor' }],
  'notice.calls': [{ who: clinic, fields: 'counts.open counts.told counts.unreached items nextCursor' }],
  'session.list': [
    {
      who: everybody,
      fields:
        'items[].capacity items[].day items[].endTime items[].id items[].place items[].releaseAt items[].remaining items[].rev items[].serviceCode items[].serviceName items[].startTime items[].state nextCursor',
    },
  ],
  'session.day': [
    {
      who: clinic,
      fields:
        'items[].bookings[].age items[].bookings[].bookedAt items[].bookings[].id items[].bookings[].number items[].bookings[].phoneMasked items[].bookings[].residentId items[].bookings[].residentName items[].bookings[].sex items[].bookings[].startTime items[].bookings[].status items[].endTime items[].id items[].place items[].serviceName items[].startTime items[].waitingMinutes',
      shows: 'name',
    },
  ],
  'session.overview': [
    {
      who: clinic,
      fields:
        'items[].arrived items[].booked items[].capacity items[].endTime items[].id items[].place items[].serviceName items[].startTime items[].state items[].waiting',
    },
  ],
  'queue.day': [{ who: clinic, fields: 'items[].ahead items[].id items[].number items[].sessionId items[].status' }],
  'queue.board': [
    {
      who: clinic,
      fields:
        'day items[].called items[].doctorName items[].endTime items[].next[].maskedName items[].next[].number items[].place items[].serviceName items[].sessionId items[].startTime items[].waiting serverTime',
    },
  ],
  'sheet.get': [{ who: clinic, fields: 'fileName html people' }],
  'emergency.list': [
    {
      who: ['director', 'auditor'],
      fields:
        'items[].endsAt items[].id items[].overdue items[].reason items[].residentId items[].residentName items[].review items[].reviewBy items[].staffId items[].staffName items[].startedAt items[].state items[].uses items[].words nextCursor',
    },
  ],
  'bulk.list': [{ who: clinic, fields: 'items' }],
  'staff.list': [
    {
      who: ['admin', 'auditor'],
      fields:
        'items[].active items[].id items[].mustChangePassword items[].name items[].otp items[].rev items[].rights items[].roles items[].teamIds items[].title items[].username nextCursor',
    },
  ],
  'doctor.list': [{ who: everybody, fields: 'items' }],
  'doctor.accounts': [{ who: ['director', 'admin'], fields: 'items[].id items[].name items[].title' }],
  'team.list': [
    {
      who: everybody,
      fields:
        'items[].capacity items[].communities items[].hardLimit items[].id items[].intro items[].leader.name items[].leader.specialities items[].leader.title items[].members items[].name items[].order items[].rev items[].signedCount',
    },
  ],
  'article.list': [
    {
      who: everybody.filter((name) => !writers.includes(name)),
      fields:
        'items[].category items[].coverUrl items[].id items[].publishedAt items[].readMinutes items[].rev items[].state items[].summary items[].title nextCursor',
    },
    // Whether WeChat has checked the words.
    {
      who: writers,
      fields:
        'items[].category items[].check items[].coverUrl items[].id items[].publishedAt items[].readMinutes items[].rev items[].stage items[].state items[].summary items[].title nextCursor',
    },
  ],
  'lecture.list': [
    {
      who: everybody.filter((name) => !writers.includes(name)),
      fields:
        'items[].audience items[].capacity items[].day items[].endTime items[].healthDay items[].id items[].intro items[].kind items[].location items[].partner items[].place items[].remaining items[].rev items[].sessionId items[].speaker items[].startTime items[].state items[].title nextCursor',
    },
    // Whether WeChat has checked the words.
    {
      who: writers,
      fields:
        'items[].audience items[].capacity items[].check items[].day items[].endTime items[].healthDay items[].id items[].intro items[].kind items[].location items[].partner items[].place items[].remaining items[].rev items[].sessionId items[].speaker items[].startTime items[].state items[].title nextCursor',
    },
  ],
  'announcement.list': [
    { who: everybody, fields: 'items[].fromDay items[].id items[].important items[].text items[].title items[].toDay' },
  ],
  'announcement.history': [
    {
      who: ['desk', 'editor', 'director'],
      fields:
        'items[].authorName items[].check items[].fromDay items[].id items[].important items[].state items[].text items[].title items[].toDay nextCursor',
    },
  ],
  'schedule.templates': [
    {
      who: ['admin', ...clinic],
      fields:
        'items[].active items[].capacity items[].communityId items[].communityName items[].doctorId items[].doctorName items[].endTime items[].id items[].madeToDay items[].note items[].place items[].quotas items[].rev items[].roomId items[].serviceCode items[].serviceName items[].startTime items[].teamId items[].teamName items[].validFromDay items[].validToDay items[].visiting items[].weekday items[].weeks',
    },
  ],
  'schedule.days': [
    {
      who: ['admin', ...clinic],
      fields:
        'items[].day items[].id items[].kind items[].name items[].origin items[].rev items[].serviceCode items[].serviceName items[].weekday national.confidence national.note national.source',
    },
  ],
  'auth.me': [
    {
      who: ['self', ...activeRelatives],
      fields:
        'account.id account.kind consentsDue residents[].elderMode residents[].id residents[].name residents[].relation residents[].scopes',
      shows: 'name',
    },
    {
      who: ['other resident', ...formerRelatives],
      fields:
        'account.id account.kind consentsDue residents[].elderMode residents[].id residents[].name residents[].relation residents[].scopes',
    },
  ],
  'measurement.list': [
    {
      who: ['self', 'active proxy for record', ...reviewers, 'nurse of the own team', 'nurse', 'public health'],
      fields:
        'facts.hasHTN items[].can.restore items[].can.withdraw items[].day items[].enteredAs items[].id items[].kind items[].meaning.level items[].meaning.ruleId items[].meaning.say items[].meaning.when120 items[].note items[].residentId items[].rev items[].seen.at items[].status items[].takenAt items[].values.dbp items[].values.sbp limits.dbpLimit limits.fastingLimit limits.otherLimit limits.sbpLimit told trends week.days week.daysNeeded week.outcome',
    },
  ],
  'measurement.alerts': [
    {
      who: [...reviewers, 'nurse of the own team', 'nurse'],
      fields:
        'items[].enteredAt items[].escalated items[].escalatesAt items[].id items[].kind items[].level items[].residentName items[].takenAt items[].withdrawn',
    },
    { who: ['public health', 'doctor of another team', 'doctor of another team with the right'], fields: 'items' },
  ],
  // Nothing of the values, and of the name a part.
  'task.list': [
    {
      who: carers,
      fields:
        'items[].dueDay items[].id items[].kind items[].overdue items[].programme items[].residentId items[].residentName items[].say items[].subject items[].teamName items[].urgent nextCursor',
    },
  ],
  'task.ofResident': [
    {
      who: ['self', 'active proxy for record', ...withGround.filter((name) => name !== 'desk')],
      fields: 'items[].dueDay items[].id items[].isDoctors items[].title',
    },
  ],
  'physical.ofResident': [
    {
      who: ['self', 'active proxy for report', ...withGround.filter((name) => name !== 'desk')],
      fields:
        'items[].complete items[].counts.abnormal items[].counts.critical items[].counts.normal items[].day items[].doctorName items[].id items[].releasedAt items[].version items[].year',
    },
  ],
  'followup.ofResident': [
    {
      who: ['self', 'active proxy for record', ...reviewers, 'nurse of the own team', 'nurse', 'public health'],
      fields:
        'enrolments[].doctorId enrolments[].doctorName enrolments[].dueStatus enrolments[].endReason enrolments[].failedAttempts enrolments[].history[].at enrolments[].history[].byName enrolments[].history[].doctorName enrolments[].history[].what enrolments[].id enrolments[].kind enrolments[].lastClass enrolments[].lastClassName enrolments[].lastDay enrolments[].nextDueDay enrolments[].programme enrolments[].programmeName enrolments[].residentId enrolments[].rev enrolments[].sinceDay enrolments[].status enrolments[].teamId enrolments[].teamName enrolments[].untilDay person.birthDay person.name person.sex visits[].amended visits[].at visits[].byName visits[].day visits[].id visits[].medicines visits[].parts[].action visits[].parts[].advice visits[].parts[].class visits[].parts[].className visits[].parts[].confirmed visits[].parts[].controlled visits[].parts[].nextDay visits[].parts[].programme visits[].parts[].programmeName visits[].parts[].reason visits[].parts[].sentence visits[].parts[].urgent visits[].parts[].values.dangerSigns visits[].parts[].values.dbp visits[].parts[].values.heartRate visits[].parts[].values.medication visits[].parts[].values.salt visits[].parts[].values.sbp visits[].parts[].values.way visits[].residentId visits[].rev visits[].way',
      shows: 'name',
    },
  ],
  'followup.due': [
    {
      who: ['director'],
      fields:
        'counts.due counts.lost counts.overdue counts.unconfirmed counts.upcoming items[].age items[].doctorName items[].dueStatus items[].enrolmentId items[].failedAttempts items[].kind items[].lastClass items[].lastClassName items[].lastDay items[].name items[].nextDueDay items[].programme items[].programmeName items[].residentId items[].rev items[].sex items[].unconfirmed items[].visit.dueDay items[].visit.programmes nextCursor',
      shows: 'name',
    },
  ],
  'plan.ofResident': [
    {
      who: ['self', 'active proxy for record', ...withGround.filter((name) => name !== 'desk')],
      fields:
        'plan.contractId plan.delivered plan.endDay plan.groups[].code plan.groups[].name plan.items[].code plan.items[].done plan.items[].fromDay plan.items[].minimum plan.items[].name plan.items[].nextDueDay plan.items[].quantity plan.items[].served plan.items[].served[].day plan.items[].served[].title plan.items[].state plan.items[].toDay plan.items[].unit plan.promised plan.startDay plan.teamName plan.yearFromDay plan.yearToDay',
    },
  ],
  'plan.groups': [
    {
      who: withGround.filter((name) => name !== 'desk'),
      fields: 'items[].canEnd items[].code items[].name items[].setByName items[].sinceDay items[].untilDay',
    },
  ],
  // Others see the contracts of their own teams, of whom there are none.
  'plan.list': [
    {
      who: ownCarers,
      fields:
        'items[].age items[].cellName items[].communityName items[].contractId items[].delivered items[].endDay items[].groups[].code items[].groups[].name items[].isServed items[].owed[].code items[].owed[].done items[].owed[].dueDay items[].owed[].name items[].owed[].quantity items[].owed[].state items[].promised items[].residentId items[].residentName items[].sex items[].teamName nextCursor',
    },
    { who: otherCarers, fields: 'items nextCursor' },
  ],
  'plan.figures': [
    {
      who: ownCarers,
      fields:
        'byGroup[].code byGroup[].name byGroup[].signed formulas[].formula formulas[].name teams[].asOf teams[].delivered teams[].kept teams[].prioritySigned teams[].promised teams[].signed teams[].teamId teams[].teamName teams[].unserved',
    },
    { who: otherCarers, fields: 'byGroup formulas[].formula formulas[].name teams' },
  ],
  // Of a community of no team. Whoever goes from door to door needs the address; the name is masked.
  'plan.households': [
    {
      who: ['director'],
      fields:
        'items[].address items[].cellName items[].doctorName items[].people[].age items[].people[].groups[].code items[].people[].groups[].name items[].people[].name items[].people[].residentId items[].people[].sex items[].people[].signedTeamName nextCursor',
      shows: 'address',
    },
  ],
  'area.cells': [
    {
      who: [...ownCarers, ...otherCarers, 'admin'],
      fields:
        'items[].buildings items[].communityId items[].doctorId items[].doctorName items[].id items[].name items[].rev',
    },
  ],
  'record.get': [
    {
      who: ['self', 'active proxy for record', ...keepers],
      fields:
        'record.closing record.doctorId record.doctorName record.electronic record.entries[].kind record.entries[].rev record.entries[].review record.entries[].rows record.entries[].signed.at record.entries[].signed.by record.entries[].signed.intact record.entries[].values.drugs record.kinds record.lastServedDay record.number record.openedDay record.residentId record.rev record.states record.status record.tags record.teamId record.teamName',
    },
  ],
  'record.versions': [
    {
      who: ['self', 'active proxy for record', ...keepers],
      fields:
        'items[].changed[].after items[].changed[].before items[].changed[].name items[].fromRecord items[].kind items[].rev items[].rows items[].signed.at items[].signed.by items[].signed.intact items[].values.drugs',
    },
  ],
  'record.timeline': [
    {
      who: ['self', 'active proxy for record', ...keepers],
      fields: 'items[].at items[].by items[].day items[].id items[].title nextCursor',
    },
  ],
  // Nobody wrote the door down.
  // Those behind the same door, for whoever has a ground for one of them.
  'record.household': [
    {
      who: keepers,
      fields:
        'items[].age items[].name items[].number items[].residentId items[].self items[].sex items[].status unclear',
      shows: 'name',
    },
  ],
  'record.list': [
    {
      who: [...reviewers, 'nurse of the own team', 'public health'],
      fields:
        'items[].age items[].lastServedDay items[].number items[].openedDay items[].residentId items[].residentName items[].status items[].tags nextCursor',
    },
    { who: ['nurse', 'doctor of another team', 'doctor of another team with the right'], fields: 'items nextCursor' },
  ],
  'prescription.library': [
    { who: everybody, fields: 'items[].code items[].disease items[].notice items[].text items[].version' },
  ],
  'prescription.ofResident': [
    {
      who: ['self', 'active proxy for record', ...keepers],
      fields:
        'items[].at items[].can.withdraw items[].code items[].day items[].disease items[].doctorName items[].id items[].notice items[].residentId items[].rev items[].status items[].text items[].version',
    },
  ],
  'reading.favourites': [{ who: ['self', 'other resident', ...relatives], fields: 'items' }],
  'reading.history': [{ who: ['self', 'other resident', ...relatives], fields: 'items' }],
};
