import type { reason as reasonModel, reasons as reasonsModel } from './zh-hans-reasons.ts'

/** Why a message did not arrive or was not sent, in a few words, and what to do about it. */
export const reasons: typeof reasonsModel = {
  bad_number: { what: 'the number is not valid', todo: 'Check the mobile number' },
  landline: { what: 'this number takes no texts (a landline or a virtual one)', todo: 'Enter a mobile number instead' },
  unknown_number: { what: 'nobody has this number', todo: 'Check the number, ask its owner by telephone' },
  opted_out: {
    what: 'the owner asked for no more texts',
    todo: 'Ask them to text START to the number the texts come from',
  },
  handset_off: { what: 'the phone is off or has no signal', todo: 'Call, or send again later' },
  blocked: {
    what: 'the phone or its carrier blocked the text',
    todo: 'Ask the reader to look among blocked texts and to trust the sender',
  },
  number_limit: { what: 'the provider sends this number no more today', todo: 'Call; texts work again tomorrow' },
  no_email: { what: 'the book has no e-mail address', todo: 'Add it on the person’s page' },
  bad_email: { what: 'the e-mail address is not valid', todo: 'Check the address' },
  mailbox_refused: { what: 'the mailbox refuses mail (it is full or does not exist)', todo: 'Check the address' },
  call_busy: { what: 'busy', todo: 'Call again in a while' },
  call_no_answer: { what: 'no answer', todo: 'The next person has been told; another telephone may work' },
  call_no_key: {
    what: 'answered, no key pressed',
    todo: 'A voice mail may have answered; this does not count as told',
  },
  call_canceled: { what: 'the call was not made', todo: '' },
  call_switched_off: { what: 'switched off', todo: 'Try another telephone' },
  call_no_such_number: { what: 'no such number', todo: 'Check the mobile number' },
  call_failed: {
    what: 'the call did not get through',
    todo: 'Call again later; if it never works, look into the line',
  },
  wrong_token: { what: 'the account or its key is wrong', todo: 'The office checks the provider’s account and key' },
  suspended: { what: 'the provider’s account is not active', todo: 'The office looks at the provider’s console' },
  no_balance: { what: 'the provider’s account has no balance left', todo: 'The office tops it up' },
  trial: {
    what: 'a trial account only texts registered numbers',
    todo: 'The office upgrades the account, or registers the number there',
  },
  bad_sender: { what: 'the sender number cannot send there', todo: 'The office chooses another sender number' },
  sender_not_registered: {
    what: 'the carriers do not know the sender number yet',
    todo: 'The office has the provider register it',
  },
  region_off: { what: 'the account is not open for this country', todo: 'The office opens it at the provider' },
  vetting: {
    what: 'texts to mainland China need the use case to be vetted',
    todo: 'The office applies at the provider',
  },
  account_limit: {
    what: 'the account has used up its texts for the day',
    todo: 'The office raises the limit; until then, call',
  },
  bad_callback: { what: 'the public address of this service is wrong', todo: 'The office checks PUBLIC_URL' },
  not_found: { what: 'the provider has no such account or address', todo: 'The office checks the provider’s settings' },
  signature: { what: 'the signature has not been approved', todo: 'The office checks its registration' },
  template: { what: 'the template does not fit', todo: 'The office checks the template at the provider' },
  no_template: {
    what: 'no template is registered for this kind of text',
    todo: 'The office registers one with the provider',
  },
  ip_refused: {
    what: 'the provider refuses this server’s address',
    todo: 'The office checks the list of allowed addresses',
  },
  mail_sign_in: { what: 'the mail server refuses to sign us in', todo: 'The office checks the mail account' },
  no_robot: { what: 'no robot is set up for the group', todo: 'The office sets one up, or uses another channel' },
  robot_gone: { what: 'the robot has been removed from the group', todo: 'The office adds it again' },
  robot_rules: { what: 'the robot’s safety settings do not fit', todo: 'The office checks its secret and keywords' },
  filtered: { what: 'the carrier filtered the words', todo: 'Change the words of the text; call for now' },
  too_long: { what: 'the text is too long', todo: 'Change the words of the text' },
  refused: { what: 'the provider refused it', todo: 'Look up the reason in the provider’s documents' },
  too_fast: { what: 'sent too fast; the provider asks to wait', todo: 'It is tried again by itself' },
  provider_trouble: {
    what: 'trouble at the provider or the carrier',
    todo: 'It is tried again, or another channel takes over',
  },
  expired: { what: 'it waited too long at the provider and was not sent', todo: 'Call' },
  no_connection: { what: 'the provider could not be reached', todo: 'Look at this server’s network' },
  not_known: {
    what: 'nobody knows whether the provider took it',
    todo: 'It is looked up, and sent again if it is not there',
  },
  no_report: { what: 'the provider took it and never reported delivery', todo: 'Call to make sure' },
  failed: { what: 'not delivered; the provider gave no reason', todo: 'Call' },
  no_channel: { what: 'there is no channel for it', todo: 'The office sets one up' },
  resent: { what: 'sent again, since nobody knows what became of the first', todo: '' },
  overtaken: { what: 'a newer text took its place', todo: '' },
  acknowledged: { what: 'somebody had taken it by then', todo: '' },
  recovered: { what: 'the site had recovered by then', todo: '' },
  relapsed: { what: 'the site was down again by then', todo: '' },
  rejected: { what: 'it had been sent back by then', todo: '' },
  passed: { what: 'the reader had passed it on by then', todo: '' },
  undone: { what: 'the acknowledgement had been taken back by then', todo: '' },
  closed: { what: 'the incident was closed by then', todo: '' },
  told_by_phone: { what: 'told by telephone', todo: '' },
}

export const reason: typeof reasonModel = {
  unknown: (code) => `the provider reports ${code}; its documents say what that means`,
  withSeconds: (what, seconds) => `${what} (${seconds} s)`,
  withCode: (what, code) => `${what} (code ${code})`,
}
