/** What the process was started with. */
export type Env = Readonly<Record<string, string | undefined>>

/** A setting is wrong or half set. The message is one line that names it and says what is expected. */
export class ConfigError extends Error {}

/** The value of a setting; an empty or blank one counts as not set. */
export function set(env: Env, name: string): string | undefined {
  return env[name]?.trim() || undefined
}

/** Says in both languages what is wrong with a setting. The sentences may hold no secret. */
export function fail(name: string, zh: string, en: string): never {
  throw new ConfigError(`${name} ${zh} / ${name}: ${en}`)
}

/** An address without user, query and fragment: paths are added to its end, and it is shown on screens. */
export function httpAddress(name: string, text: string): string {
  const url = URL.parse(text)
  if (!url || !/^https?:$/.test(url.protocol) || url.username + url.password + url.search + url.hash !== '')
    fail(name, `${shown(text)}要填 http:// 或 https:// 开头的地址`, 'an address that begins with http:// or https://')
  return text.replace(/\/+$/, '')
}

/** What stands before an @ may be a password. */
function shown(text: string): string {
  return text.includes('@') ? '' : `是 ${text}，`
}

/** The values of settings that only mean something together; null when none is set, a refusal when some are. */
export function allOrNone<const Names extends readonly string[]>(
  env: Env,
  names: Names,
): { [Name in Names[number]]: string } | null {
  const values = names.map((name) => [name, set(env, name)] as const)
  const there = values.find(([, value]) => value !== undefined)
  if (!there) return null
  const missing = values.find(([, value]) => value === undefined)
  if (missing) needs(missing[0], there[0])
  return Object.fromEntries(values) as { [Name in Names[number]]: string } // each name has its value, as was just found
}

/** One setting is missing although another, which needs it, is there. */
export function needs(missing: string, there: string): never {
  return fail(
    missing,
    `没有填，但 ${there} 填了；要么都填，要么都不填`,
    `missing although ${there} is set; set both or neither`,
  )
}
