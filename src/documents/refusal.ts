/**
 * Why a file is not read at all. `too_large`: more bytes than an upload may have. `old_xls`, `encrypted`, `pdf`, `ods`,
 * `text`, `not_xlsx`: what it is instead of an .xlsx workbook. `damaged`: it breaks off, or says two things about
 * itself. `bomb`: it would inflate beyond all measure. `dtd`: its XML declares entities. `too_many_parts`, `bad_path`:
 * its directory is none that Excel, WPS or LibreOffice write. `too_many_cells`: more than any duty table has.
 * `too_slow`, `too_heavy`: reading it was broken off. `busy`: too many others are being read.
 */
export type FileRefusal =
  | 'empty'
  | 'too_large'
  | 'old_xls'
  | 'encrypted'
  | 'pdf'
  | 'ods'
  | 'text'
  | 'not_xlsx'
  | 'damaged'
  | 'bomb'
  | 'dtd'
  | 'too_many_parts'
  | 'bad_path'
  | 'too_many_cells'
  | 'too_slow'
  | 'too_heavy'
  | 'busy'

/** Thrown inside this room while a file is taken apart; `readWorkbook` answers it as a value. */
export class RefusedFile extends Error {
  readonly why: FileRefusal
  constructor(why: FileRefusal) {
    super(`the file was refused: ${why}`)
    this.why = why
  }
}
