/** What a browser would have: an address, a jar of cookies, and no redirects followed without being asked. */
export class Visitor {
  readonly #address: string
  readonly #jar = new Map<string, string>()

  constructor(address: string) {
    this.#address = address
  }

  get cookies(): string {
    return [...this.#jar].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  setCookie(name: string, value: string): void {
    this.#jar.set(name, value)
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.#send(path, { headers })
  }

  /** Posts a form, as the page's own button would. */
  post(
    path: string,
    fields: Record<string, string> | URLSearchParams = {},
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    return this.#send(path, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { 'sec-fetch-site': 'same-origin', ...headers },
    })
  }

  /** Posts a form with files, or one that says it may have some. */
  postForm(path: string, body: FormData): Promise<Answer> {
    return this.#send(path, { method: 'POST', body, headers: { 'sec-fetch-site': 'same-origin' } })
  }

  async #send(
    path: string,
    init: { method?: string; body?: URLSearchParams | FormData; headers: Record<string, string> },
  ): Promise<Answer> {
    const response = await fetch(this.#address + path, {
      ...init,
      headers: { ...init.headers, cookie: this.cookies },
      redirect: 'manual',
    })
    for (const line of response.headers.getSetCookie()) this.#keep(line)
    return { status: response.status, headers: response.headers, text: await response.text() }
  }

  #keep(line: string): void {
    const [pair = ''] = line.split(';')
    const at = pair.indexOf('=')
    if (/expires=Thu, 01 Jan 1970/i.test(line)) this.#jar.delete(pair.slice(0, at))
    else this.#jar.set(pair.slice(0, at), pair.slice(at + 1))
  }
}

export type Answer = { status: number; headers: Headers; text: string }

/** The value of a hidden or typed field on a page. */
export function fieldOn({ text }: Answer, name: string): string {
  const field = name.replaceAll('.', '\\.')
  return new RegExp(`name="${field}"[^>]*? value="([^"]*)"`).exec(text)?.[1] ?? ''
}

/** The sentence at the top of a page. */
export function headingOf({ text }: Answer): string {
  return /<h1[^>]*>([^<]*)<\/h1>/.exec(text)?.[1] ?? ''
}
