import type { Request } from 'express'
import type { Book, Site } from '../../domain/book/book.ts'
import { type ProbeKind, probeKinds } from '../../domain/watch/probe.ts'
import type { Values } from '../desk/form-view.ts'
import { peopleToChoose } from '../desk/keeping.ts'
import { type FieldError, fieldsOf, valuesOf as manyOf } from '../form.ts'
import type { SignedIn } from '../reader.ts'
import { manyNames, siteFieldNames } from './site-fields.ts'

/** What was typed into the form of a site, field by field, ready to be shown again. */
export function readSiteForm(req: Request): Values {
  const typed = fieldsOf(req)
  const values = Object.fromEntries(siteFieldNames.map((name) => [name, (typed[name] ?? '').trim()]))
  const ticked = manyNames.map((name) => [name, manyOf(req, name).join(',')] as const)
  return { ...values, ...Object.fromEntries(ticked) }
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
  errors.push(...strangers(book, reader, values, old))
  const parent = reader.isOffice ? parentIn(book, text('parent')) : { id: old.parentId }
  if (parent === null) errors.push({ field: 'parent', text: words.sites.parentUnknown(text('parent')) })
  const unitId = reader.isOffice ? text('unitId') : old.unitId
  const { expect: _expect, probe, ...kept } = old
  const { intervalSeconds: _interval, ...otherProbe } = probe ?? {}
  const nextProbe = { ...otherProbe, ...(interval === '' ? {} : { intervalSeconds: Number(interval) }) }
  const kind = kindOf(values)
  const expect = { ...(status.length > 0 ? { status: status.map(Number) } : {}), ...pageOf(values) }
  if (!/^\d{0,6}$/.test(text('minBytes').normalize('NFKC')))
    errors.push({ field: 'minBytes', text: words.desk.numberBad })
  const site = {
    ...kept,
    id: before.id,
    name: text('name'),
    url: addressOf(text('url'), kind),
    ...filled({
      shortName: text('shortName'),
      group: text('group'),
      unitId,
      leadPersonId: text('leadPersonId'),
      siteCode: text('siteCode'),
      hosting: text('hosting'),
      parentId: parent?.id,
    }),
    ...tickedIn(values),
    ...(kind === 'http' ? {} : { kind }),
    ...(Object.keys(expect).length > 0 ? { expect } : {}),
    ...(Object.keys(nextProbe).length > 0 ? { probe: nextProbe } : {}),
  }
  return { site: withoutEmptied(site, values, reader), errors }
}

/** The site that was meant, by its name, its code or its id; an empty field means none, null that there is no such site. */
function parentIn(book: Book, typed: string): { id: string | undefined } | null {
  const wanted = typed.trim()
  if (wanted === '') return { id: undefined }
  const found = [...book.sites.values()].find(
    ({ id, name, siteCode }) => id === wanted || name === wanted || siteCode === wanted,
  )
  return found ? { id: found.id } : null
}

/** What is expected of the page; forbidden words stand a line each. */
function pageOf(values: Values): NonNullable<Site['expect']> {
  const forbidden = (values['forbidden'] ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
  const minBytes = Number((values['minBytes'] ?? '').normalize('NFKC'))
  return {
    ...(values['text'] ? { text: values['text'] } : {}),
    ...(values['title'] ? { title: values['title'] } : {}),
    ...(forbidden.length > 0 ? { forbidden } : {}),
    ...(minBytes > 0 ? { minBytes } : {}),
    ...(values['noErrorPage'] === 'yes' ? { noErrorPage: true } : {}),
  }
}

/** A field that was emptied leaves the entry, although `before` had it. */
function withoutEmptied(site: Site, values: Values, { isOffice }: SignedIn): Site {
  const optional = ['shortName', 'group', 'leadPersonId', 'siteCode', 'hosting', ...(isOffice ? ['unitId'] : [])]
  const emptied = new Set(optional.filter((name) => (values[name] ?? '') === ''))
  if (isOffice && (values['parent'] ?? '') === '') emptied.add('parentId')
  for (const name of manyNames) if ((values[name] ?? '') === '') emptied.add(name)
  if (kindOf(values) === 'http') emptied.add('kind')
  const entries = Object.entries(site).filter(([name]) => !emptied.has(name))
  return { id: site.id, name: site.name, url: site.url, ...Object.fromEntries(entries) }
}

/** The people ticked in each field that takes several; fields without any stay away. */
function tickedIn(values: Values): Pick<Site, (typeof manyNames)[number]> {
  const ticked: Pick<Site, (typeof manyNames)[number]> = {}
  for (const name of manyNames) {
    const ids = (values[name] ?? '').split(',').filter(Boolean)
    if (ids.length > 0) ticked[name] = ids
  }
  return ticked
}

/** People that the reader may not put here and who did not stand in that field before. */
function strangers(book: Book, reader: SignedIn, values: Values, old: Partial<Site>): FieldError[] {
  const known = new Set(['', ...peopleToChoose(book, reader).map(({ id }) => id)])
  const text = reader.words.desk.notInList
  const errors: FieldError[] = []
  const lead = values['leadPersonId'] ?? ''
  if (!known.has(lead) && lead !== old.leadPersonId) errors.push({ field: 'leadPersonId', text })
  for (const name of manyNames) {
    const isStrange = (id: string) => !known.has(id) && !old[name]?.includes(id)
    if ((values[name] ?? '').split(',').some(isStrange)) errors.push({ field: name, text })
  }
  return errors
}

/** People type `www.example.gov.cn`: a browser would open it, so it is taken as an address of its kind. */
function addressOf(typed: string, kind: ProbeKind): string {
  if (typed === '' || /^[a-z][a-z0-9+.-]*:\/\//i.test(typed)) return typed
  return `${kind}://${typed}`
}

function kindOf(values: Values): ProbeKind {
  return probeKinds.find((kind) => kind === values['kind']) ?? 'http'
}

function filled(fields: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).flatMap(([name, value]) => (value ? [[name, value]] : [])))
}
