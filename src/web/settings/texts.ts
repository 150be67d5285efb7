import type { Request, Response } from 'express'
import { saveText } from '../../actions/edit-text.ts'
import { describeProblem } from '../../domain/book/problem-words.ts'
import { type Language, languages } from '../../domain/language.ts'
import { checkTemplate } from '../../domain/texts/check-template.ts'
import { houseTemplate, isTemplateKey, type TemplateKey } from '../../domain/texts/templates.ts'
import { queryText } from '../desk/register-view.ts'
import { editorOf, refusals } from '../desk/saving.ts'
import { showMissing } from '../faults.ts'
import { type FieldError, fieldsOf } from '../form.ts'
import { isLanguage, signedInReader } from '../reader.ts'
import type { Room, Screen } from '../room.ts'
import { seeOther, showPage } from '../show.ts'
import { languageNames } from '../words.ts'
import { tabsOf } from './tabs.ts'
import { placeholderRows, previewClock, textExamples, textName, textRows } from './texts-view.ts'

/** `/settings/texts`: every text in the words it is sent in. `/settings/texts/:key`: one, to be changed. The office only. */
export const texts: Screen = (router, room) => {
  router.get('/settings/texts', async (req, res) => {
    if (!signedInReader(req).isOffice) return showMissing(room, req, res)
    await list(room, req, res)
  })
  router.get('/settings/texts/:key', async (req, res) => {
    const asked = askedText(room, req, req.params.key)
    if (!asked) return showMissing(room, req, res)
    const own = room.deps.book.current().settings.texts[asked.language]?.[asked.key]
    await view(room, req, res, asked, { typed: own ?? houseTemplate(asked.language, asked.key), errors: [] })
  })
  router.post('/settings/texts/:key', async (req, res) => {
    const asked = askedText(room, req, req.params.key)
    if (!asked) return showMissing(room, req, res)
    await submit(room, req, res, asked)
  })
}

type Asked = { key: TemplateKey; language: Language }

function askedText(room: Room, req: Request, key: string): Asked | null {
  return signedInReader(req).isOffice && isTemplateKey(key) ? { key, language: languageOf(room, req) } : null
}

/** The language whose texts are meant, not the reader's: the office's own unless the address says another. */
function languageOf(room: Room, req: Request): Language {
  const asked = queryText(req, 'language')
  return isLanguage(asked) ? asked : room.deps.book.current().settings.language
}

async function list(room: Room, req: Request, res: Response): Promise<void> {
  const { words, now } = signedInReader(req)
  const language = languageOf(room, req)
  await showPage(room, req, res, {
    template: 'settings/texts',
    title: words.texts.tab,
    nav: 'settings',
    view: {
      tabs: tabsOf(words, 'texts'),
      languages: languages.map((one) => ({
        href: `/settings/texts?language=${one}`,
        label: languageNames[one],
        isCurrent: one === language,
      })),
      groups: textRows(words, room.deps.book.current().settings, language, now),
    },
  })
}

async function submit(room: Room, req: Request, res: Response, { key, language }: Asked): Promise<void> {
  const reader = signedInReader(req)
  const { words, now } = reader
  const { act, text = '' } = fieldsOf(req)
  const template = act === 'reset' ? null : text.normalize('NFC').trim()
  const typed = template ?? houseTemplate(language, key)
  const errors = checkTemplate(language, key, typed).map((problem) => ({
    field: 'text',
    text: describeProblem({ path: '', ...problem }, reader.language),
  }))
  if (errors.length > 0 || act === 'preview') return view(room, req, res, { key, language }, { typed, errors })
  const edited = await saveText(room.deps, editorOf(reader), { key, language, template }, now)
  const refused = refusals(edited, reader, ['text'])
  if (refused.length > 0) return view(room, req, res, { key, language }, { typed, errors: refused })
  const done = template === null ? words.texts.wasReset : words.texts.saved
  await seeOther(req, res, `/settings/texts?language=${language}`, done)
}

type Shown = { typed: string; errors: readonly FieldError[] }

async function view(
  room: Room,
  req: Request,
  res: Response,
  { key, language }: Asked,
  { typed, errors }: Shown,
): Promise<void> {
  const { words, now } = signedInReader(req)
  const { settings } = room.deps.book.current()
  const house = houseTemplate(language, key)
  const name = textName(words, key)
  await showPage(room, req, res, {
    template: 'settings/text',
    title: name,
    nav: 'settings',
    status: errors.length > 0 ? 422 : 200,
    view: {
      heading: name,
      language: languageNames[language],
      back: `/settings/texts?language=${language}`,
      action: `/settings/texts/${key}?language=${language}`,
      field: {
        name: 'text',
        label: words.texts.words,
        hint: '',
        kind: 'area',
        value: typed,
        choices: [],
        error: errors[0]?.text ?? '',
      },
      errors,
      examples: errors.length > 0 ? [] : textExamples(words, previewClock(settings, language, now), key, typed),
      placeholders: placeholderRows(words, language, key),
      house,
      isOwn: settings.texts[language]?.[key] !== undefined,
    },
  })
}
