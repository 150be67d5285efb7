import type { Book, Site } from '../../domain/book/book.ts'
import { probeKinds } from '../../domain/watch/probe.ts'
import { type FieldView, fieldMaker, type Values } from '../desk/form-view.ts'
import { keptUnits, peopleToChoose, personChoice } from '../desk/keeping.ts'
import type { FieldError } from '../form.ts'
import type { SignedIn } from '../reader.ts'

export const siteFieldNames = [
  'name',
  'shortName',
  'group',
  'url',
  'unitId',
  'leadPersonId',
  'contactPersonIds',
  'leadPoolIds',
  'staffPoolIds',
  'siteCode',
  'kind',
  'status',
  'text',
  'title',
  'forbidden',
  'minBytes',
  'noErrorPage',
  'hosting',
  'parent',
  'intervalSeconds',
] as const

/** Fields of which several may be ticked. */
export const manyNames = ['contactPersonIds', 'leadPoolIds', 'staffPoolIds'] as const

/** A site as its form shows it. */
export function valuesOf(book: Book, site: Site): Values {
  return {
    name: site.name,
    shortName: site.shortName ?? '',
    group: site.group ?? '',
    url: site.url,
    unitId: site.unitId ?? '',
    leadPersonId: site.leadPersonId ?? '',
    contactPersonIds: (site.contactPersonIds ?? []).join(','),
    leadPoolIds: (site.leadPoolIds ?? []).join(','),
    staffPoolIds: (site.staffPoolIds ?? []).join(','),
    siteCode: site.siteCode ?? '',
    kind: site.kind ?? 'http',
    status: (site.expect?.status ?? []).join(', '),
    text: site.expect?.text ?? '',
    title: site.expect?.title ?? '',
    forbidden: (site.expect?.forbidden ?? []).join('\n'),
    minBytes: site.expect?.minBytes === undefined ? '' : String(site.expect.minBytes),
    noErrorPage: site.expect?.noErrorPage ? 'yes' : '',
    hosting: site.hosting ?? '',
    parent: book.sites.get(site.parentId ?? '')?.name ?? '',
    intervalSeconds: site.probe?.intervalSeconds === undefined ? '' : String(site.probe.intervalSeconds),
  }
}

/** The fields of a site; a lead chooses among the people of their own unit and cannot move the site to another. */
export function siteFields(book: Book, reader: SignedIn, values: Values, errors: readonly FieldError[]): FieldView[] {
  const make = fieldMaker(values, errors)
  const { field: say, kind } = reader.words.sites
  const none = { value: '', label: reader.words.desk.none }
  const people = choosablePeople(book, reader, values)
  const units = keptUnits(book, reader).map(({ id, name }) => ({ value: id, label: name }))
  return [
    make.input('name', { label: say.name }),
    make.input('shortName', { label: say.shortName, hint: say.shortNameHint }),
    make.input('url', { label: say.url, hint: say.urlHint, kind: 'url' }),
    make.input('group', { label: say.group, hint: say.groupHint }),
    ...(reader.isOffice ? [make.select('unitId', { label: say.unit }, [none, ...units])] : []),
    make.select('leadPersonId', { label: say.lead, hint: say.leadHint }, [none, ...people]),
    make.checks('contactPersonIds', { label: say.contacts, hint: say.contactsHint }, people),
    make.checks('leadPoolIds', { label: say.leadPool, hint: say.poolHint }, people),
    make.checks('staffPoolIds', { label: say.staffPool, hint: say.poolHint }, people),
    make.input('siteCode', { label: say.siteCode, hint: say.siteCodeHint }),
    make.select(
      'kind',
      { label: say.kind, hint: say.kindHint },
      probeKinds.map((value) => ({ value, label: kind[value] })),
    ),
    make.input('status', { label: say.status, hint: say.statusHint }),
    make.input('text', { label: say.text, hint: say.textHint }),
    make.input('title', { label: say.title, hint: say.titleHint }),
    make.input('forbidden', { label: say.forbidden, hint: say.forbiddenHint, kind: 'area' }),
    make.input('minBytes', { label: say.minBytes, hint: say.minBytesHint, kind: 'number' }),
    make.select('noErrorPage', { label: say.noErrorPage, hint: say.noErrorPageHint }, [
      { value: '', label: say.noErrorPageOff },
      { value: 'yes', label: say.noErrorPageOn },
    ]),
    make.input('intervalSeconds', {
      label: say.interval,
      hint: say.intervalHint(book.settings.probe.intervalSeconds),
      kind: 'number',
    }),
    make.input('hosting', { label: say.hosting, hint: say.hostingHint }),
    // What a site stands on silences pages about it: that is not for its own lead to say.
    ...(reader.isOffice ? [make.input('parent', { label: say.parent, hint: say.parentHint })] : []),
  ]
}

const mostOffered = 500

/** Whoever stands there already, then the people of the site's unit, then the others whom the reader may choose. */
function choosablePeople(book: Book, reader: SignedIn, values: Values): { value: string; label: string }[] {
  const chosen = ['leadPersonId', ...manyNames].flatMap((name) => (values[name] ?? '').split(','))
  const there = chosen.flatMap((id) => book.people.get(id) ?? [])
  const all = peopleToChoose(book, reader)
  const ofUnit = all.filter(({ unitId }) => unitId !== undefined && unitId === values['unitId'])
  // Thousands of names are no choice: then only the site's own unit is offered, once it has one.
  const others = all.length > mostOffered && ofUnit.length > 0 ? [] : all
  return [...new Set([...there, ...ofUnit, ...others])].map((person) => personChoice(book, person))
}
