import type { calendar as calendarModel } from './zh-hans-calendar.ts'

/** Calendar subscriptions of one's own shifts, of a site and of a unit. */
export const calendar: typeof calendarModel = {
  title: 'Calendar subscriptions',
  link: 'Subscribe',
  linkOwn: 'Subscribe to my shifts',
  lede: 'Puts shifts into the calendar of a phone or computer, which follows every swap and change. It holds no phone numbers.',
  own: 'My shifts',
  unit: (name) => `${name} (all sites)`,
  gone: 'No longer in the book',
  what: 'What to follow',
  whatHint: 'Your own shifts, and the sites and units you work on',
  make: 'Make an address',
  choose: 'Choose one from the list',
  tooMany: (n) => `You have ${n} addresses already; revoke one that is not in use`,
  madeTitle: 'The address is made and shown only here, this once',
  madeText:
    'Whoever knows the address can read the calendar, so do not pass it on. If it is lost, revoke it and make another.',
  address: 'Address',
  copy: 'Copy',
  copied: 'Copied',
  openHere: 'Open in this device’s calendar',
  how: [
    {
      app: 'iPhone',
      text: 'Settings → Apps → Calendar → Calendar Accounts → Add Account → Other → Add Subscribed Calendar; paste it.',
    },
    { app: 'Outlook', text: 'Calendar → Add calendar → Subscribe from web; paste it.' },
    { app: 'Google', text: 'On a computer: Calendar → + beside Other calendars → From URL; paste it.' },
  ],
  mine: 'Addresses in use',
  column: { what: 'Shows', made: 'Made', read: 'Last read' },
  neverRead: 'not read yet',
  revoke: 'Revoke',
  revokeOf: (name) => name,
  revokeText: 'A revoked address stops at once; calendars that follow it change no more.',
  revoked: 'The address is revoked.',
  none: 'No addresses yet',
  noneText: 'Once made they stand here and can be revoked at any time.',
}
