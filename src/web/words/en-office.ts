import type { outbox as outboxModel, settings as settingsModel } from './zh-hans-office.ts'

/** Outbox, settings, audit: the rooms of the duty office. */
export const outbox: typeof outboxModel = {
  title: 'Outbox',
  heading: (n, failed) => `${n} in 24 hours, ${failed === 0 ? 'none undeliverable' : `${failed} not delivered`}.`,
  noProvider: 'No provider for texts: they are only shown here. Call the people by telephone.',
  filter: 'Filter',
  none: 'No text has been sent yet.',
  noneFailed: 'Everything was delivered.',
  test: 'Send myself a test text',
  tested: 'The test text is in the outbox.',
  noNumber: 'The book has no mobile number of yours; there is nowhere to send it.',
  fromWatch: 'the watch',
  code: 'code',
  text: 'Text and attempts',
  noAttempt: 'Not tried yet.',
  older: 'Older',
  newest: 'Newest',
  try: 'Attempt',
  attempt: {
    claimed: 'being handed over',
    unknown: 'outcome unknown',
    accepted: 'accepted by the provider',
    queued: 'queued by the provider',
    sent: 'sent',
    delivered: 'delivered',
    failed: 'not delivered',
  },
}

export const settings: typeof settingsModel = {
  groups: {
    shifts: 'Shifts',
    probing: 'Probing',
    escalation: 'Escalation',
    channels: 'Channels',
    reports: 'Papers',
    book: 'Book file',
  },
  groupsLabel: 'Groups of settings',
  saved: 'Saved; it counts at once.',
  standard: (text) => (text === '' ? '' : `Default ${text}.`),
  noChannel: 'Tick text or call at least',
  noRung: 'There must be one rung at least',
  keepYourself: 'You cannot take yourself out of the duty office',
  officePeople: 'People of the duty office',
  officePeopleHint: 'They see and change everything, and are the last rung of the ladder',
  ladder: 'The ladder',
  ladderHint: 'Counted from the first page. A row without minutes is not used.',
  after: 'After minutes',
  tell: 'Tell',
  by: 'By',
  rung: (n) => `Row ${n}`,
  preview: {
    title: 'If a site failed now and nobody took it',
    at: (clock, who) => `${clock} ${who}`,
    tell: (who, by) => `${who} (${by})`,
    missing: (channel) => `${channel}, skipped: no such channel yet`,
    sentence: (steps, repeat) => `${steps.join('; ')}; then every ${repeat} minutes until somebody takes it.`,
  },
  item: {
    timezone: { label: 'Time zone', basis: '' },
    language: { label: 'Language of the system', basis: 'Texts and pages; each person may choose another.' },
    shiftStartsAt: {
      label: 'Changeover',
      basis: 'A holiday shift is 24 hours and belongs to the day on which it begins.',
    },
    workdayEndsAt: { label: 'End of a workday', basis: 'The evening shift before a holiday begins then.' },
    staffChangesAt: {
      label: 'Staff change at',
      basis: 'Empty: with the lead, once a day. 08:30, 20:30 is a day and a night shift. A unit may have its own.',
    },
    sensitiveStaff: {
      label: 'Staff at every minute of a sensitive period',
      basis: 'Sensitive periods are staffed by two.',
    },
    eveReminderAt: { label: 'Reminder on the day before a shift, at', basis: '' },
    handoverGraceMinutes: { label: 'Unsigned handover is told to the lead after, minutes', basis: 'Both sides sign.' },
    nilReportBy: {
      label: 'Daily report due by',
      basis: 'Also when there is nothing to report; whoever has not is listed.',
    },
    spotCheckMinutes: {
      label: 'Spot check is sent again after, minutes',
      basis: 'Unanswered twice counts as no answer.',
    },
    spotChecksPerPeriod: { label: 'Random spot checks in a period', basis: '0: none by itself.' },
    intervalSeconds: { label: 'Probe interval, seconds', basis: 'The official minimum is 20 a day: every 72 minutes.' },
    timeoutSeconds: {
      label: 'Failed when not open after, seconds',
      basis: 'The official limit is 15 s (国办秘函〔2019〕19号).',
    },
    recheckSeconds: {
      label: 'Re-probes after, seconds',
      basis: 'From the end of the first failure; all must fail before a site is called down.',
    },
    unansweredSeconds: { label: 'Re-probes begin without an answer after, seconds', basis: '' },
    goodToRecover: { label: 'Good probes in a row for recovery', basis: '' },
    goodSpacingSeconds: { label: 'Seconds between them at least', basis: '' },
    fullHandshakeMinutes: {
      label: 'Minutes within which a certificate is checked in full',
      basis:
        'Looks between resume the session that was checked; after a change of address or a failure it is checked anew. 0: every time.',
    },
    references: {
      label: 'Reference targets, one a line',
      basis: 'Asked first when many sites fail together: if they fail too, it is our own network.',
    },
    share: { label: 'Share of failures in a minute that asks them', basis: '0 to 1; 0.3 is thirty in a hundred.' },
    minimum: { label: 'Failed sites that ask them at least', basis: '' },
    contentEveryMinutes: {
      label: 'Minutes between readings of a home page',
      basis: 'Compared with its baseline for tampering; 0: never.',
    },
    contentWords: {
      label: 'Further suspicious words',
      basis: 'One a line, beside the list that comes with the release.',
    },
    contentHosts: { label: 'Trusted foreign hosts', basis: 'One a line, such as news.cn; a page may name them.' },
    keepSamplesDays: {
      label: 'Days for which each single look is kept',
      basis: 'After that, hours for 100 days and days for ever. With more than 5,000 sites, 3 days at most.',
    },
    ladderRepeatMinutes: { label: 'Minutes between repeats after the last rung', basis: '' },
    acknowledgementExpiresMinutes: { label: 'Minutes for which an acknowledgement lasts', basis: '' },
    confirmationReminderMinutes: { label: 'Minutes until an unconfirmed recovery is reminded of', basis: '' },
    bundleSeconds: {
      label: 'Seconds within which matters share one text',
      basis: 'The first one always goes at once.',
    },
    deliverySilenceSeconds: { label: 'Seconds without a report that count as not delivered', basis: '' },
    drillAt: {
      label: 'Daily drill at',
      basis: 'In duty periods one person on post gets a drill each day; empty: no drills.',
    },
    quietFrom: { label: 'Quiet hours from', basis: 'Courtesy texts wait; pages about outages never do.' },
    quietTo: { label: 'Quiet hours to', basis: '' },
    officeName: { label: 'Name of the office', basis: 'Printed on duty tables and bulletins.' },
    officePhone: { label: 'Landline of the duty office', basis: 'Printed on duty tables. A duty phone is a landline.' },
    signature: { label: 'Signature of texts', basis: 'Without brackets, as filed with the provider.' },
  },
  channel: {
    untold: 'Who cannot be told',
    allTold: 'For the next 7 days there is somebody to tell about every site at every moment.',
    untoldSites: 'Sites about which nobody at all can be told',
    siteNow: (name) => `${name}: nobody now`,
    siteFrom: (name, at) => `${name}: nobody from ${at}`,
    untoldPeople: 'On duty within 7 days without a mobile number',
    more: (n) => `${n} more.`,
  },
  book: {
    text: 'The book is one file: settings, units, people, sites, periods and shifts. It holds whole telephone numbers; keep it safe.',
    download: 'Download the book',
    upload: 'Upload a book',
    uploadHint: 'book.json. It is checked and the differences are shown; only when you confirm does it count.',
    check: 'Check',
    nothing: 'Choose a file',
    notJson: 'The file is not JSON',
    withoutYou: 'In the new book you are not of the duty office: once it counts, you could not come back',
    differences: (n) =>
      n === 0
        ? 'The same as the book now.'
        : n === 1
          ? '1 difference from the book now.'
          : `${n} differences from the book now.`,
    changedText: 'It counts at once. If the book changes meanwhile, you are asked to check again.',
    keep: 'Use the new book',
    kept: (n) => `The new book counts; ${n} changes.`,
    more: (n) => `${n} more differences.`,
  },
}
