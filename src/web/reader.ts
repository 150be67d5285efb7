import type { Express, Request } from 'express'
import { isOffice } from '../domain/authority.ts'
import type { Person } from '../domain/book/book.ts'
import type { Instant } from '../domain/instant.ts'
import { type Language, languages } from '../domain/language.ts'
import { readCookie } from './cookies.ts'
import type { WebDeps } from './deps.ts'
import { type Format, formatIn } from './format.ts'
import { type Words, wordsOf } from './words.ts'

/** Who reads the page, in which language, at which moment: read once per request and handed down. */
export type Reader = {
  person: Person | null
  isOffice: boolean
  language: Language
  theme: 'dark' | 'light' | null
  words: Words
  format: Format
  now: Instant
  /** Where the request came from, for the audit and for limits. */
  from: string
}
export type SignedIn = Reader & { person: Person }

const readers = new WeakMap<Request, Reader>()

/** Finds out who reads. The session of somebody who has left, or was taken out of the book, opens nothing. */
export function setUpReader(app: Express, deps: WebDeps): void {
  app.use((req, _res, next) => {
    const book = deps.book.current()
    const now = deps.now()
    const found = req.session.personId === undefined ? undefined : book.people.get(req.session.personId)
    const person = found && !found.disabled ? found : null
    if (!person) delete req.session.personId
    const language = chosenLanguage(req) ?? person?.language ?? book.settings.language
    const theme = readCookie(req, 'theme')
    readers.set(req, {
      person,
      isOffice: person !== null && isOffice(book, person.id),
      language,
      theme: theme === 'dark' || theme === 'light' ? theme : null,
      words: wordsOf(language),
      format: formatIn(language, book.settings.timezone, now),
      now,
      from: req.ip ?? '',
    })
    next()
  })
}

/** The reader of this request. Throws when asked before `setUpReader` has run: the order in `createApp` is wrong. */
export function readerOf(req: Request): Reader {
  const reader = readers.get(req)
  if (!reader) throw new Error('the reader of a request was asked for before it was known')
  return reader
}

/** The same behind the gate, where nobody is unknown. */
export function signedInReader(req: Request): SignedIn {
  const reader = readerOf(req)
  const { person } = reader
  if (!person) throw new Error('a screen behind the gate was reached without a reader')
  return { ...reader, person }
}

/** Whether the reader is known already: a request can fail before. */
export function knownReader(req: Request): Reader | null {
  return readers.get(req) ?? null
}

export function isLanguage(text: unknown): text is Language {
  return languages.some((language) => language === text)
}

function chosenLanguage(req: Request): Language | null {
  const chosen = readCookie(req, 'lang')
  return isLanguage(chosen) ? chosen : null
}
