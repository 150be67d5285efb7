/** One text as the fake provider keeps it. `arrived`: the handset shows it. */
export type FakeMessage = {
  sid: string
  direction: 'inbound' | 'outbound-api' | 'outbound-reply'
  to: string
  from: string
  body: string
  status: 'queued' | 'sent' | 'delivered' | 'undelivered' | 'received'
  errorCode: number | null
  createdAt: number
  statusCallback: string | null
  arrived: boolean
  /** A story has looked for it and found it. */
  read: boolean
}

/** The message as the Messages API shows it. */
export function resourceOf(message: FakeMessage, accountSid: string): Record<string, unknown> {
  const created = rfc2822(message.createdAt)
  return {
    account_sid: accountSid,
    api_version: '2010-04-01',
    body: message.body,
    date_created: created,
    date_sent: message.status === 'queued' ? null : created,
    date_updated: created,
    direction: message.direction,
    error_code: message.errorCode,
    error_message: null,
    from: message.from,
    messaging_service_sid: null,
    num_media: '0',
    num_segments: '1',
    price: null,
    price_unit: 'USD',
    sid: message.sid,
    status: message.status,
    subresource_uris: {},
    to: message.to,
    uri: `/2010-04-01/Accounts/${accountSid}/Messages/${message.sid}.json`,
  }
}

/** Times as the API writes them, in whole seconds. */
export function rfc2822(at: number): string {
  return new Date(at).toUTCString().replace('GMT', '+0000')
}

type Listed = { to: string; from: string }
type Listing<T> = { name: 'messages' | 'calls'; resource: (one: T) => Record<string, unknown>; accountSid: string }

/** One page of what the query asks for, newest first, with the paging fields of the API. */
export function listOf<T extends Listed>(all: readonly T[], query: URLSearchParams, listing: Listing<T>): object {
  const { name, resource, accountSid } = listing
  const size = Number(query.get('PageSize') ?? 50)
  const page = Number(query.get('Page') ?? 0)
  const matching = all
    .filter(({ to, from }) => (query.get('To') ?? to) === to && (query.get('From') ?? from) === from)
    .toReversed()
  const shown = matching.slice(page * size, (page + 1) * size)
  const path = `/2010-04-01/Accounts/${accountSid}/${name === 'calls' ? 'Calls' : 'Messages'}.json`
  const uriOf = (number: number) => {
    const params = new URLSearchParams(query)
    params.set('Page', String(number))
    return `${path}?${params}`
  }
  return {
    [name]: shown.map(resource),
    page,
    page_size: size,
    start: page * size,
    end: page * size + shown.length - 1,
    uri: uriOf(page),
    first_page_uri: uriOf(0),
    previous_page_uri: page > 0 ? uriOf(page - 1) : null,
    next_page_uri: (page + 1) * size < matching.length ? uriOf(page + 1) : null,
  }
}
