import type { Row } from './sqlite.ts'

// Columns come back as unknown. These say what the schema promises, and a broken promise is an error, not a NaN.

export function text(row: Row, column: string): string {
  const value = row[column]
  if (typeof value !== 'string') throw new TypeError(`column ${column} holds no text`)
  return value
}

export function integer(row: Row, column: string): number {
  const value = row[column]
  if (typeof value !== 'number') throw new TypeError(`column ${column} holds no number`)
  return value
}

export function blob(row: Row, column: string): Uint8Array {
  const value = row[column]
  if (!(value instanceof Uint8Array)) throw new TypeError(`column ${column} holds no bytes`)
  return value
}

export function textOrNull(row: Row, column: string): string | null {
  return row[column] === null ? null : text(row, column)
}

export function integerOrNull(row: Row, column: string): number | null {
  return row[column] === null ? null : integer(row, column)
}

/** A JSON column. Only this process writes it, always from the same type. */
export function body<T>(row: Row, column = 'body'): T {
  return JSON.parse(text(row, column)) as T
}

/** A page of a list: fetch one more than asked, and the extra one says that there is a next page. */
export function slice<T>(
  items: T[],
  limit: number,
  cursorOf: (item: T) => string,
): { items: T[]; next: string | null } {
  const page = items.slice(0, limit)
  const last = page.at(-1)
  return { items: page, next: items.length > limit && last !== undefined ? cursorOf(last) : null }
}
