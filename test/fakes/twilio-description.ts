import { type Document, OpenAPIBackend } from 'openapi-backend'
import description from './twilio-api.json' with { type: 'json' }

/** One request as the fake provider received it; `form` is empty for a GET. */
export type Asked = { method: string; path: string; query: URLSearchParams; form: URLSearchParams }

/** Twilio's own description of its API: what of a request, or of our fake's answer, is not as Twilio has it. */
export type Description = {
  /** Null for a request that the description does not know. */
  operationOf(asked: Asked): string | null
  faultsOfRequest(asked: Asked): string[]
  faultsOfAnswer(operationId: string, status: number, body: unknown): string[]
}

const phone = /^\+[1-9]\d{6,14}$/
const formats: Record<string, RegExp | ((text: string) => boolean)> = {
  'phone-number': phone,
  // Also a SIP address or a client's name, neither of which may stand in our requests.
  endpoint: phone,
  uri: (text) => /^https?:$/.test(URL.parse(text, 'https://api.twilio.com')?.protocol ?? ''),
  'date-time': (text) => !Number.isNaN(Date.parse(text)),
  'date-time-rfc-2822': /^\w{3}, \d{2} \w{3} \d{4} \d{2}:\d{2}:\d{2} \+0000$/,
}

let opened: Promise<Description> | null = null

/** Compiled once for all the fakes of a process. */
export function openDescription(): Promise<Description> {
  opened ??= open()
  return opened
}

async function open(): Promise<Description> {
  const api = new OpenAPIBackend({
    // A JSON file has no literal types; that it is a sound description is what `strict` checks.
    definition: description as unknown as Document,
    strict: true,
    ajvOpts: { strict: false, coerceTypes: 'array', allErrors: true, logger: false },
    customizeAjv: (ajv) => {
      for (const [name, format] of Object.entries(formats)) ajv.addFormat(name, format)
      return ajv
    },
  })
  await api.init()
  const find = (asked: Asked) => api.router.matchOperation(requestOf(asked))
  return {
    operationOf: (asked) => find(asked)?.operationId ?? null,
    faultsOfRequest(asked) {
      const operation = find(asked)
      if (!operation) return [`no ${asked.method} ${asked.path}`]
      return wordsOf(api.validator.validateRequest(requestOf(asked), operation).errors)
    },
    faultsOfAnswer: (operationId, status, body) =>
      wordsOf(api.validator.validateResponse(structuredClone(body), operationId, status).errors),
  }
}

function requestOf({ method, path, query, form }: Asked) {
  const request = { method, path, headers: {}, query: fieldsOf(query) }
  return method === 'GET' ? request : { ...request, body: fieldsOf(form) }
}

/** A field that comes more than once is a list, as `StatusCallbackEvent` is sent. */
function fieldsOf(params: URLSearchParams): Record<string, string | string[]> {
  const names = [...new Set(params.keys())]
  return Object.fromEntries(
    names.map((name) => {
      const values = params.getAll(name)
      return [name, values.length > 1 ? values : (values[0] ?? '')]
    }),
  )
}

type Fault = { instancePath: string; message?: string; params?: unknown }

function wordsOf(errors: readonly Fault[] | null | undefined): string[] {
  return (errors ?? []).map(({ instancePath, message, params }) => {
    return `${instancePath.replace(/^\/requestBody/, '')} ${message ?? ''} ${JSON.stringify(params ?? {})}`.trim()
  })
}
