import type { Request, Response } from 'express'
import type { FieldError } from '../form.ts'
import type { NavName } from '../frame.ts'
import type { Room } from '../room.ts'
import { showPage } from '../show.ts'
import type { FieldView } from './form-view.ts'

/** A page of its own before something is removed or ended: its title says what will then be true. */
type ConfirmView = {
  title: string
  lede: string
  list: { heading: string; lines: { text: string; href: string }[] }[]
  action: string
  button: string
  /** Absent when it cannot be done at all: the page then only says why. */
  isPossible: boolean
  back: { href: string; label: string }
  fields: FieldView[]
}

export function showConfirm(
  room: Room,
  req: Request,
  res: Response,
  view: ConfirmView,
  { nav, errors = [] }: { nav: NavName; errors?: readonly FieldError[] },
): Promise<void> {
  const status = errors.length > 0 ? 422 : 200
  return showPage(room, req, res, {
    template: 'desk/confirm',
    title: view.title,
    nav,
    status,
    view: { ...view, errors },
  })
}
