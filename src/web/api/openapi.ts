import { bookJsonSchema } from '../../domain/book/book-schema.ts'
import { causes, incidentStates } from '../../domain/incident/incident.ts'
import { phaseNames } from '../../domain/watch/probe.ts'
import { verdicts } from '../../domain/watch/verdict.ts'

type Json = Record<string, unknown>

const moment = { type: 'string', format: 'date-time' }
const momentOrNull = { type: ['string', 'null'], format: 'date-time' }
const text = { type: 'string' }
const ref = (name: string): Json => ({ $ref: `#/components/schemas/${name}` })
const listOf = (items: Json): Json => ({ type: 'array', items })
const object = (properties: Json, required = Object.keys(properties)): Json => ({
  type: 'object',
  required,
  properties,
})
const pagedOf = (name: string): Json => object({ items: listOf(ref(name)), next: { type: ['string', 'null'] } })
const json = (schema: Json): Json => ({ 'application/json': { schema } })
const ok = (description: string, schema: Json): Json => ({ description, content: json(schema) })
const query = (name: string, schema: Json, description: string): Json => ({ name, in: 'query', schema, description })
const problem = (description: string): Json => ({
  description,
  content: { 'application/problem+json': { schema: ref('Problem') } },
})

const slice = [
  query('limit', { type: 'integer', minimum: 1, maximum: 200, default: 50 }, 'How many at most'),
  query('cursor', text, '`next` of the slice before'),
]
const idInPath = { name: 'id', in: 'path', required: true, schema: text }
const spanOfSite = [idInPath, query('from', moment, 'Taken at or after'), query('to', moment, 'Taken before')]
const itemsOf = (name: string): Json => object({ items: listOf(ref(name)) })

/** The API in OpenAPI 3.1. Written by hand beside the routes; a test holds it against what they answer. */
export function openApiOf(version: string): Json {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Zhishou 值守',
      version,
      description: 'Moments are ISO 8601 with offset. Errors are RFC 9457 problem documents.',
    },
    servers: [{ url: '/api/v1' }],
    security: [{ bearer: [] }, { session: [] }],
    paths: paths(),
    components: { schemas: schemas(), securitySchemes: schemes },
  }
}

const schemes = {
  bearer: { type: 'http', scheme: 'bearer', description: 'ZHISHOU_API_TOKEN: the rights of the duty office' },
  session: { type: 'apiKey', in: 'cookie', name: 'zhishou', description: 'A signed-in person' },
}

function paths(): Json {
  return {
    '/board': { get: look('Every site with its verdict, its newest look and who is on duty', ref('Board')) },
    '/duty': {
      get: look('Who is on duty for a site at a moment', ref('Duty'), [
        { ...query('site', text, 'Id of the site'), required: true },
        query('at', moment, 'Now when absent'),
      ]),
    },
    '/sites/{id}/samples': {
      get: look(
        'Single looks at a site, the oldest first; of the last 24 hours unless asked otherwise',
        pagedOf('Sample'),
        [...spanOfSite, ...slice],
      ),
    },
    '/sites/{id}/hours': {
      get: look('What each hour came to; of the last 7 days unless asked otherwise', itemsOf('Hour'), spanOfSite),
    },
    '/sites/{id}/days': {
      get: look('What each day came to; of the last 90 days unless asked otherwise', itemsOf('Day'), spanOfSite),
    },
    '/incidents': {
      get: look('Incidents, newest first', pagedOf('Incident'), [
        query('state', { enum: incidentStates }, 'Only those in this state'),
        query('site', text, 'Only those of this site'),
        query('from', moment, 'Begun at or after'),
        query('to', moment, 'Begun before'),
        ...slice,
      ]),
    },
    '/incidents/{id}': {
      get: look('One incident with its events, pages and attempts', ref('WholeIncident'), [idInPath]),
    },
    ...Object.fromEntries(
      acts.map(([name, summary, fields]) => [`/incidents/{id}/${name}`, { post: actOf(summary, fields) }]),
    ),
    '/pages': {
      get: look('Pages with their attempts and delivery states', pagedOf('Page'), [
        query('incident', text, 'Only those of this incident'),
        ...slice,
      ]),
    },
    '/pages/{id}': {
      get: look('One page with its attempts and everything it went through', ref('WholePage'), [idInPath]),
    },
    '/book': {
      get: look('The whole book', ref('Book')),
      put: {
        summary: 'Replaces the book: all of it, or nothing and every fault',
        requestBody: { required: true, content: json(ref('Book')) },
        responses: {
          200: ok('What changed', object({ changes: listOf(text) })),
          409: problem('A live incident would be left without anybody to tell'),
          422: problem('The faults, each with its path'),
        },
      },
    },
  }
}

const note = { note: text }
const cause = { cause: { enum: causes } }
const acts: [string, string, Json][] = [
  [
    'acknowledge',
    'Takes the incident (签收); a second person is noted, unless takeOver',
    { takeOver: { type: 'boolean' } },
  ],
  ['undo', 'Takes an acknowledgement back, within a minute of it', {}],
  ['pass', 'Cannot (来不了): the next rung is told now', {}],
  ['confirm', 'The lead confirms the recovery, which closes it', { ...cause, ...note }],
  ['reject', 'The lead sends it back (还没好)', note],
  ['void', 'The office declares it no outage', { reason: text }],
]

function look(summary: string, schema: Json, parameters: Json[] = []): Json {
  return {
    summary,
    parameters,
    responses: { 200: ok('As asked', schema), 401: problem('Not signed in'), 404: problem('Not there, or not yours') },
  }
}

function actOf(summary: string, fields: Json): Json {
  return {
    summary,
    parameters: [idInPath],
    requestBody: { required: true, content: json(object({ personId: text, ...fields }, ['personId'])) },
    responses: {
      200: ok('Done', object({ result: text, incident: ref('WholeIncident') })),
      404: problem('Not there, or not yours'),
      409: problem('The incident does not allow it now; the title names the reason'),
    },
  }
}

function schemas(): Json {
  const person = object({ id: text, name: text })
  const duty = object({
    lead: { oneOf: [ref('Person'), { type: 'null' }] },
    staff: listOf(ref('Person')),
    source: { enum: ['roster', 'standing', 'office', 'none'] },
  })
  const incident = object({
    ...{ id: text, siteId: text, siteName: text, state: { enum: incidentStates }, version: { type: 'integer' } },
    ...{ startedAt: moment, detectedAt: moment, toldAt: momentOrNull, acknowledgedAt: momentOrNull },
    ...{ recoveredAt: momentOrNull, confirmedAt: momentOrNull },
    acknowledgedBy: { oneOf: [person, { type: 'null' }] },
    confirmedBy: { oneOf: [person, { type: 'null' }] },
    seconds: ref('Seconds'),
  })
  const seconds = { type: ['integer', 'null'] }
  const attempt = object({ n: { type: 'integer' }, state: text, providerId: { type: ['string', 'null'] }, text })
  const page = object({
    id: text,
    personId: text,
    channel: text,
    state: text,
    message: text,
    to: text,
    text,
    attempts: listOf(attempt),
  })
  const site = object({
    id: text,
    name: text,
    url: text,
    verdict: { enum: verdicts },
    since: momentOrNull,
    onDuty: ref('Duty'),
  })
  const milliseconds = { type: 'integer', description: 'Milliseconds' }
  const sample = object({
    ...{ at: moment, ok: { type: 'boolean' }, ms: milliseconds, status: { type: ['integer', 'null'] } },
    failure: { type: ['object', 'null'], properties: { kind: text, phase: text, code: text } },
    phases: object(Object.fromEntries(phaseNames.map((name) => [name, milliseconds])), []),
    address: { type: ['string', 'null'] },
    handshake: { enum: ['full', 'resumed', null] },
    ping: { type: ['object', 'null'], properties: { answer: text, ms: { type: 'number' } } },
    certificateEndsAt: momentOrNull,
    planned: { type: 'boolean', description: 'Taken while planned work (报备) ran: left out of the official rate' },
    recheck: {
      type: 'boolean',
      description: 'Made beside the slot, to confirm or by hand: no visit to the official rate',
    },
  })
  const count = { type: 'integer' }
  const rollup = {
    ...{ probes: count, failures: count },
    visits: { ...count, description: 'Looks in their slots, re-probes left out: what the official rate is of' },
    unreached: { ...count, description: 'Visits that failed, or opened only after 15 s' },
    ...{ plannedVisits: count, plannedUnreached: count },
    dataSeconds: { ...count, description: 'For which a look speaks; the rest is no data, neither up nor down' },
    ms: { type: ['object', 'null'], description: 'Mean, min, max, p95 (of its worst hour) and phases of good looks' },
  }
  return {
    Book: bookJsonSchema(),
    Sample: sample,
    Hour: object({ at: moment, ...rollup }),
    Day: object({ date: { type: 'string', format: 'date' }, ...rollup }),
    Person: object({
      ...{ id: text, name: text },
      mobile: { type: ['string', 'null'], description: 'Masked unless the caller is the office' },
    }),
    Duty: duty,
    Board: object({ blind: { type: 'boolean' }, sites: listOf(site) }),
    Seconds: {
      ...object({ told: seconds, taken: seconds, restored: seconds, confirmed: seconds }),
      description: 'From the first failed probe',
    },
    Incident: incident,
    WholeIncident: {
      allOf: [
        ref('Incident'),
        object({ events: listOf(object({ at: moment, kind: text })), pages: listOf(ref('Page')) }),
      ],
    },
    Page: page,
    WholePage: {
      allOf: [ref('Page'), object({ history: listOf(object({ at: moment, state: text })) })],
    },
    Problem: object({ type: text, title: text, status: { type: 'integer' }, detail: text }, [
      'type',
      'title',
      'status',
    ]),
  }
}
