import type { Request } from 'express'

/** A posted form as flat texts: fields that were sent twice or nested are as if not sent. */
export function fieldsOf(req: Request): Record<string, string> {
  const body: unknown = req.body
  const fields: Record<string, string> = Object.create(null)
  if (typeof body !== 'object' || body === null) return fields
  for (const [name, value] of Object.entries(body)) {
    if (typeof value === 'string') fields[name] = value
  }
  return fields
}

/** Every value of a field that may be sent several times (checkboxes). */
export function valuesOf(req: Request, name: string): string[] {
  const body: unknown = req.body
  if (typeof body !== 'object' || body === null) return []
  const value: unknown = Object.entries(body).find(([key]) => key === name)?.[1]
  const values: unknown[] = Array.isArray(value) ? value : [value]
  return values.filter((one): one is string => typeof one === 'string')
}

/** One error of a form: which field, and what to tell its reader. */
export type FieldError = { field: string; text: string }

/** The error of one field, if any; templates ask for it by name. */
export function errorLookup(errors: readonly FieldError[]): (field: string) => string | null {
  return (field) => errors.find((error) => error.field === field)?.text ?? null
}
