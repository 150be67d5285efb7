import type { Request, Response } from 'express'
import { invitationDays, invite, noteRevealed } from '../../actions/people/accounts.ts'
import { findReach } from '../../actions/people/numbers.ts'
import type { Person } from '../../domain/book/book.ts'
import type { ChannelId } from '../../domain/channel.ts'
import { maskPhone } from '../../domain/phone.ts'
import { keepsPerson } from '../desk/keeping.ts'
import { editorOf } from '../desk/saving.ts'
import { shiftsOfPerson } from '../duty/my-shifts.ts'
import { showMissing } from '../faults.ts'
import { signedInReader } from '../reader.ts'
import type { Room, Screen } from '../room.ts'
import { showPage } from '../show.ts'
import { languageNames, type Words } from '../words.ts'
import { leaveText } from './leave-lines.ts'

type Shown = { number: string | null; link: string | null }

/**
 * `GET /people/:id`, `POST …/reveal` (the number in full, logged), `POST …/invite` (office: a link, shown once).
 * The two answer with the page itself: what they show must not be kept in a session, and refreshing asks first.
 */
export const personPage: Screen = (router, room) => {
  router.get('/people/:id', async (req, res) => {
    const person = keptPerson(room, req, req.params.id)
    if (!person) return showMissing(room, req, res)
    await view(room, req, res, person, { number: null, link: null })
  })
  router.post('/people/:id/reveal', async (req, res) => {
    const reader = signedInReader(req)
    const person = keptPerson(room, req, req.params.id)
    if (!person?.mobile) return showMissing(room, req, res)
    await noteRevealed(room.deps, { personId: person.id, editor: editorOf(reader) }, reader.now)
    await view(room, req, res, person, { number: person.mobile.replace(/^\+86/, ''), link: null })
  })
  router.post('/people/:id/invite', async (req, res) => {
    const reader = signedInReader(req)
    const person = keptPerson(room, req, req.params.id)
    if (!person?.mobile || person.disabled || !reader.isOffice) return showMissing(room, req, res)
    const token = await invite(room.deps, { personId: person.id, editor: editorOf(reader) }, reader.now)
    const link = `${room.deps.config.publicUrl.replace(/\/$/, '')}/welcome/${token}`
    await view(room, req, res, person, { number: null, link })
  })
}

/** The person when the reader keeps their entry; everybody else gets the page for what does not exist. */
export function keptPerson(room: Room, req: Request, id: string): Person | null {
  const book = room.deps.book.current()
  const person = book.people.get(id)
  return person && keepsPerson(book, signedInReader(req), person) ? person : null
}

function channelNames(listed: readonly ChannelId[], { watch, frame }: Words): string {
  return frame.listOf(listed.map((id) => watch.channelName[id]))
}

async function view(room: Room, req: Request, res: Response, person: Person, shown: Shown): Promise<void> {
  const reader = signedInReader(req)
  const { words, format, now } = reader
  const say = words.people
  const book = room.deps.book.current()
  const coming = shiftsOfPerson(book, person.id).filter(({ toAt }) => toAt > now)
  const hasPassword = (await room.deps.log.accounts.passwordHash(person.id)) !== null
  const reach = (await findReach(room.deps))(person.id)
  const numberText = reach === 'verified' ? say.verified : words.readiness.number[reach]
  const mobile = person.mobile ? (shown.number ?? maskPhone(person.mobile)) : words.desk.noMobile
  await showPage(room, req, res, {
    template: 'people/person',
    title: person.name,
    nav: 'people',
    view: {
      id: person.id,
      name: person.name,
      isDisabled: person.disabled === true,
      facts: [
        { name: say.field.unit, value: (person.unitId && book.units.get(person.unitId)?.name) || words.desk.none },
        { name: say.field.position, value: person.position ?? words.desk.none },
        { name: say.field.mobile, value: mobile },
        ...(person.mobile ? [{ name: say.column.number, value: numberText }] : []),
        { name: say.field.landline, value: person.landline ?? words.desk.none },
        ...(person.email ? [{ name: words.channels.email, value: person.email }] : []),
        ...(person.channels ? [{ name: words.channels.field, value: channelNames(person.channels, words) }] : []),
        { name: say.field.language, value: languageNames[person.language ?? book.settings.language] },
        ...(person.noNight ? [{ name: say.field.noNight, value: say.noNightYes }] : []),
        ...(person.leave ? [{ name: say.field.leave, value: leaveText(person.leave, words, words.frame.listOf) }] : []),
        { name: say.account, value: hasPassword ? say.hasPassword : say.noPassword },
      ],
      canReveal: person.mobile !== undefined && shown.number === null,
      canInvite: reader.isOffice && person.mobile !== undefined && !person.disabled,
      link: shown.link,
      linkText: say.linkText(invitationDays),
      coming: coming.slice(0, 30).map((shift) => ({
        when: `${format.moment(shift.fromAt)} – ${format.moment(shift.toAt)}`,
        site: book.sites.get(shift.siteId)?.name ?? shift.siteId,
        href: `/sites/${shift.siteId}`,
        role: words.watch.role[shift.role],
      })),
    },
  })
}
