import { bareName } from '../domain/bare-name.ts'
import { cut, plainName } from '../domain/plain-name.ts'
import type { Wording } from '../domain/texts/message.ts'

/** Which registered template says what: the key of a text (`outage`) and Aliyun's code of the template. */
export type AliyunTemplates = ReadonlyMap<string, string>

/** Document "短信模板规范": a value has at most 35 characters, and is neither an address nor an IP address. */
const longestValue = 35

/** The template of a text and the values that fill it, as JSON; null where no template is registered for it. */
export function filledTemplate(
  templates: AliyunTemplates,
  { key, values }: Wording,
): { code: string; parameters: string } | null {
  const code = templates.get(key)
  if (code === undefined) return null
  const fitting = Object.entries(values).map(([name, value]) => [name, fittingValue(value)])
  return { code, parameters: JSON.stringify(Object.fromEntries(fitting)) }
}

/** Empty is what a sentence that reads well without it has; a template takes no empty value, and a comma does no harm. */
function fittingValue(value: string): string {
  return value === '' ? '，' : cut(bareName(plainName(value)), longestValue, '…')
}

/** How Aliyun writes a number: the mainland's without its country code, all others with it and without the plus. */
export function aliyunNumber(e164: string): string {
  return e164.replace(/^\+(?:86(?=1\d{10}$))?/, '')
}
