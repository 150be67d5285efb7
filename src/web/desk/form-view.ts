import type { Request, Response } from 'express'
import type { FieldError } from '../form.ts'
import type { NavName } from '../frame.ts'
import type { Room } from '../room.ts'
import { showPage } from '../show.ts'

export type Choice = { value: string; label: string; isChosen: boolean }

/** One field of an office form: everything that the template prints of it. */
export type FieldView = {
  name: string
  label: string
  hint: string
  kind: 'text' | 'tel' | 'email' | 'url' | 'date' | 'moment' | 'number' | 'area' | 'select' | 'checks' | 'ranks'
  value: string
  choices: Choice[]
  /** Of `ranks` alone: several small lists under one heading. */
  rows?: { name: string; label: string; choices: Choice[] }[]
  error: string
}

/** A form page: the same shape for a site, a person, a unit, a period, a shift and the settings. */
type FormView = {
  title: string
  lede: string
  back: { href: string; label: string }
  action: string
  save: string
  fields: FieldView[]
  /** What goes with the form unseen. */
  hidden?: { name: string; value: string }[]
  /** A removal that needs no page of its own: a button beside the form. */
  remove?: { action: string; label: string } | null
  /** What would be removed or ended, on a page of its own. */
  danger: { href: string; label: string } | null
}

/** What was typed, or what the book holds, by the name of the field. */
export type Values = Readonly<Record<string, string>>
type Asked = { label: string; hint?: string; kind?: FieldView['kind'] }

/** Builds the fields of one form from its values and what is wrong with them. */
export function fieldMaker(values: Values, errors: readonly FieldError[]) {
  const base = (name: string, { label, hint = '', kind = 'text' }: Asked): FieldView => ({
    name,
    label,
    hint,
    kind,
    value: values[name] ?? '',
    choices: [],
    error: errors.find((error) => error.field === name)?.text ?? '',
  })
  return {
    input: base,
    select: (name: string, asked: Asked, choices: readonly { value: string; label: string }[]): FieldView => ({
      ...base(name, { ...asked, kind: 'select' }),
      choices: choices.map((choice) => ({ ...choice, isChosen: choice.value === (values[name] ?? '') })),
    }),
    /** Several may be ticked; the values are kept as one text with commas. */
    checks: (name: string, asked: Asked, choices: readonly { value: string; label: string }[]): FieldView => {
      const ticked = new Set((values[name] ?? '').split(','))
      const marked = choices.map((choice) => ({ ...choice, isChosen: ticked.has(choice.value) }))
      return { ...base(name, { ...asked, kind: 'checks' }), choices: marked }
    },
  }
}

/** Shows a form; with errors, as a refused one with everything typed still in its place. */
export function showForm(
  room: Room,
  req: Request,
  res: Response,
  form: FormView,
  { errors, nav }: { errors: readonly FieldError[]; nav: NavName },
): Promise<void> {
  const status = errors.length > 0 ? 422 : 200
  return showPage(room, req, res, { template: 'desk/form', title: form.title, nav, status, view: { ...form, errors } })
}
