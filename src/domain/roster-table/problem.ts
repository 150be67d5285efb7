import type { PhoneProblem } from '../phone.ts'
import type { DayProblem } from './day.ts'

/** Where in the file something stands: the sheet, the cell as people name it, and what is written there. */
export type TablePlace = { sheet: string; address: string; text: string }

/**
 * Something that keeps a cell from being taken over. `no_date`, `no_site`: the row names none. `hours`: the site has no
 * such shift. `not_a_name`: `part` is neither a name nor goes with one. `role_unclear`: neither the head nor the cell
 * says which role it is. `two_leads`: more than one at a time. `number_of_other`: the book has the number under another
 * name. `two_numbers`: a new person with two. `not_addable`: nobody of that name whom the reader may put on duty.
 */
export type TableProblem = TablePlace &
  (
    | { kind: DayProblem | 'no_date' | 'no_site' | 'unknown_site' | 'many_sites' | 'not_yours' | 'hours' }
    | { kind: 'uncomputed' | 'error_value' | 'role_unclear' }
    | { kind: 'not_a_name'; part: string }
    | { kind: 'two_leads'; names: string[]; with: string }
    | { kind: 'number_of_other' | 'two_numbers' | 'not_addable'; name: string }
    | { kind: 'bad_number'; problem: PhoneProblem; digits: number }
  )

/**
 * Something to look at that stands in nobody's way. `weekday`: the table calls the day by another one. `computed`: a
 * formula, taken at its last value. `number_differs`: the book keeps its own. `assumed_roles`: two lines, taken for
 * 带班 above 值班. `no_table`: a sheet in which no table was found.
 */
export type TableNotice = TablePlace &
  (
    | { kind: 'computed' | 'assumed_roles' | 'no_table' }
    | { kind: 'weekday'; date: string; weekday: number }
    | { kind: 'number_differs'; name: string }
  )
