import type { Request } from 'express'
import type { Book, Site } from '../../domain/book.ts'
import type { Values } from '../desk/form-view.ts'
import { peopleToChoose } from '../desk/keeping.ts'
import { type FieldError, fieldsOf, valuesOf as manyOf } from '../form.ts'
import type { SignedIn } from '../reader.ts'
import { siteFieldNames } from './site-fields.ts'

/** What was typed into the form of a site, field by field, ready to be shown again. */
export function readSiteForm(req: Request): Values {
  const typed = fieldsOf(req)
  const values = Object.fromEntries(siteFieldNames.map((name) => [name, (typed[name] ?? '').trim()]))
  return { ...values, contactPersonIds: manyOf(req, 'contactPersonIds').join(',') }
}

/**
 * A clean site, or everything that is wrong. What the form does not show is kept from `before`. The book's own check
 * judges addresses and names; here stands only what it cannot know: figures typed as text, and who may choose whom.
 */
export function readSite(
  book: Book,
  reader: SignedIn,
  values: Values,
  before: Site | { id: string },
): { site: Site; errors: FieldError[] } {
  const { words } = reader
  const old: Partial<Site> = before
  const errors: FieldError[] = []
  const text = (name: string) => values[name] ?? ''
  const status = text('status')
    .normalize('NFKC')
    .split(/[\s,、]+/)
    .filter(Boolean)
  if (!status.every((one) => /^\d{3}$/.test(one))) errors.push({ field: 'status', text: words.sites.statusBad })
  const interval = text('intervalSeconds').normalize('NFKC')
  if (!/^(\d{1,6}(\.\d+)?)?$/.test(interval)) errors.push({ field: 'intervalSeconds', text: words.desk.numberBad })
  const contacts = text('contactPersonIds').split(',').filter(Boolean)
  errors.push(...strangers(book, reader, { lead: text('leadPersonId'), contacts }, old))
  const unitId = reader.isOffice ? text('unitId') : old.unitId
  const { expect: _expect, probe, ...kept } = old
  const { intervalSeconds: _interval, ...otherProbe } = probe ?? {}
  const nextProbe = { ...otherProbe, ...(interval === '' ? {} : { intervalSeconds: Number(interval) }) }
  const expect = {
    ...(status.length > 0 ? { status: status.map(Number) } : {}),
    ...(text('text') ? { text: text('text') } : {}),
  }
  const site = {
    ...kept,
    id: before.id,
    name: text('name'),
    url: addressOf(text('url'), text('kind')),
    ...filled({
      shortName: text('shortName'),
      group: text('group'),
      unitId,
      leadPersonId: text('leadPersonId'),
      siteCode: text('siteCode'),
      hosting: text('hosting'),
    }),
    ...(contacts.length > 0 ? { contactPersonIds: contacts } : {}),
    ...(text('kind') === 'icmp' ? { kind: 'icmp' as const } : {}),
    ...(Object.keys(expect).length > 0 ? { expect } : {}),
    ...(Object.keys(nextProbe).length > 0 ? { probe: nextProbe } : {}),
  }
  return { site: withoutEmptied(site, values, reader), errors }
}

/** A field that was emptied leaves the entry, although `before` had it. */
function withoutEmptied(site: Site, values: Values, { isOffice }: SignedIn): Site {
  const optional = ['shortName', 'group', 'leadPersonId', 'siteCode', 'hosting', ...(isOffice ? ['unitId'] : [])]
  const emptied = new Set(optional.filter((name) => (values[name] ?? '') === ''))
  if ((values['contactPersonIds'] ?? '') === '') emptied.add('contactPersonIds')
  if (values['kind'] !== 'icmp') emptied.add('kind')
  const entries = Object.entries(site).filter(([name]) => !emptied.has(name))
  return { id: site.id, name: site.name, url: site.url, ...Object.fromEntries(entries) }
}

/** People that the reader may not put here and who did not stand here before. */
function strangers(
  book: Book,
  reader: SignedIn,
  { lead, contacts }: { lead: string; contacts: readonly string[] },
  old: Partial<Site>,
): FieldError[] {
  const known = new Set([
    ...peopleToChoose(book, reader).map(({ id }) => id),
    old.leadPersonId ?? '',
    ...(old.contactPersonIds ?? []),
    '',
  ])
  const text = reader.words.desk.notInList
  const errors: FieldError[] = []
  if (!known.has(lead)) errors.push({ field: 'leadPersonId', text })
  if (contacts.some((id) => !known.has(id))) errors.push({ field: 'contactPersonIds', text })
  return errors
}

/** People type `www.example.gov.cn`: a browser would open it, so it is taken as a web address. */
function addressOf(typed: string, kind: string): string {
  if (typed === '' || kind === 'icmp' || /^[a-z][a-z0-9+.-]*:/i.test(typed)) return typed
  return `http://${typed}`
}

function filled(fields: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).flatMap(([name, value]) => (value ? [[name, value]] : [])))
}
