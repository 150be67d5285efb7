import type { channels as channelsModel } from './zh-hans-channels.ts'

/** The ways to tell people, and the choice among them. */
export const channels: typeof channelsModel = {
  field: 'How to be told',
  email: 'Mail address',
  emailHint: 'Used where mail is set up. The code is in the mail, so it must be the person’s own address',
  ofPerson:
    'Tried in this order, the next where one fails. All unused: as the unit says. What a group reads carries no code.',
  ofUnit:
    'For people of this unit who choose nothing themselves. All unused: as the settings say. What a group reads carries no code.',
  ofAll:
    'For everybody where neither the person nor the unit chooses. All unused: every one, in the order listed above. What a group reads carries no code.',
  unused: 'Not used',
  place: (n) => `No. ${n}`,
  twice: (first, second) => `${first} and ${second} have the same place; put one before the other`,
  title: 'Channels',
  there: 'Set up',
  fromNumber: (number) => `Set up, from ${number}`,
  bySender: "Set up; the number is chosen by the provider's sender pool",
  callsFrom: (number) => `Set up, calling from ${number}`,
  shownInOutbox: 'Not sent, only shown in the outbox',
  missing: (names) => `Not set up. Set ${names} and restart`,
}
