import type { CallWords } from './call-words.ts'

export const en: CallWords = {
  phrases: {
    outage: 'This is Zhishou, the website duty line. {site} has been down since {t}, for {dur}.',
    'outage.keys':
      'To take it, press 1. For details, press 2. If you cannot, press 0 and the next person is told at once. To repeat, press 9.',
    lead: 'This is Zhishou, for the lead. {site} is down since {t}; {who} has not answered. To take it, press 1.',
    'lead.nobody':
      'This is Zhishou, for the lead. {site} is down since {t}; no staff on this shift. To take it, press 1.',
    bundle: 'This is Zhishou. {N} sites are down, among them {sites}. To take them all, press 1.',
    confirm:
      'This is Zhishou. {site} opens again since {t2}, was down {dur}. To confirm, press 1. If it is not right, press 3.',
    'confirm.many':
      'This is Zhishou. {N} sites open again, among them {sites}. To confirm them all, press 1. If it is not right, press 3.',
    taken: 'This is Zhishou. {who} took {site} at {t2}. Nothing for you to do.',
    yours: 'This is Zhishou. You have {site} already. Goodbye.',
    over: 'This is Zhishou. {site} was restored at {t2}. Nothing to take. Goodbye.',
    'over.voided': 'This is Zhishou. The matter of {site} is closed. Nothing to take. Goodbye.',
    not_yours: 'This is not yours to take; nothing was changed. Ask the duty office. Goodbye.',
    'after.take': 'You have it, at {t2}. If it is still down in {min} we call again. Goodbye.',
    'after.late': '{who} took it at {t2}. Your key press is noted. Goodbye.',
    'after.details': 'Cause: {why}. {host}Lead on shift: {who2}. Press 1 to take it.',
    'after.details.no_lead': 'Cause: {why}. {host}Press 1 to take it.',
    'after.pass': 'Understood. The next person is being told. Goodbye.',
    'after.confirm': 'Confirmed at {t2}. The matter is closed. Thank you, goodbye.',
    'after.reject': 'Understood. It goes back to the staff, who are being told. Goodbye.',
    spot: 'Zhishou spot check. If you are at your post, press 1.',
    'spot.over': 'The spot check is over. Goodbye.',
    'after.spot': 'You are noted as at your post. Goodbye.',
    'wrong.spot': 'That key does nothing. Press 1 if you are at your post.',
    wrong: 'That key does nothing. Press 1 to take it.',
    'wrong.confirm': 'That key does nothing. Press 1 to confirm, or 3 if it is not right.',
    closing: 'No key was pressed. We will call again and tell the lead.',
    'closing.short': 'No key was pressed. We will call again.',
    goodbye: 'Goodbye.',
  },
  host: {
    answers: 'The host answers, the web service does not. ',
    up: 'The host answers. ',
    silent: 'The host does not answer. ',
    unknown: '',
  },
  joinNames: (names) => names.join(' and '),
}
