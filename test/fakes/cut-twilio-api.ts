import { readFileSync, writeFileSync } from 'node:fs'

// Cuts `twilio-api.json` out of Twilio's own OpenAPI description of its API: the six requests that Zhishou makes, and
// the shapes of their answers. The whole has 4 MB and cannot be compiled as it is. To renew it:
//   npm pack @twilio/cli-core && tar xf twilio-cli-core-*.tgz
//   node test/fakes/cut-twilio-api.ts package/src/services/twilio-api/twilio_api_v2010.json
// and then 'npm run format'. Words for people (descriptions, examples) are left out. One thing is added: a form may have no field that is not
// described, or a misspelt name would pass for an optional one left out.

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
type JsonObject = { [key: string]: Json }

const kept = { Messages: ['post', 'get'], 'Messages/{Sid}': ['get'], Calls: ['post', 'get'], 'Calls/{Sid}': ['get'] }
const left = new Set(['description', 'summary', 'tags', 'examples', 'example', 'headers', 'security', 'externalDocs'])
const source = [
  "Cut by test/fakes/cut-twilio-api.ts out of twilio_api_v2010.json, Twilio's description of its REST API, as it is in",
  'the npm package @twilio/cli-core 9.0.0 (MIT, Copyright (C) 2022 Twilio, Inc.); the description itself is Apache 2.0.',
].join(' ')

const [file] = process.argv.slice(2)
if (!file) throw new Error('name the description to cut: node test/fakes/cut-twilio-api.ts twilio_api_v2010.json')
const whole = objectOf(JSON.parse(readFileSync(file, 'utf8')))
writeFileSync(new URL('twilio-api.json', import.meta.url), `${JSON.stringify(cut(whole), null, 2)}\n`)

function cut(description: JsonObject): JsonObject {
  const paths: JsonObject = {}
  for (const [resource, methods] of Object.entries(kept)) {
    const path = `/2010-04-01/Accounts/{AccountSid}/${resource}.json`
    const operations = objectOf(objectOf(description['paths'])[path])
    paths[path] = Object.fromEntries(methods.map((method) => [method, operationOf(objectOf(operations[method]))]))
  }
  const schemas = schemasOf(paths, objectOf(objectOf(description['components'])['schemas']))
  const info = { title: 'Twilio: texts and calls', version: '2010-04-01', 'x-source': source }
  return { openapi: '3.0.1', info, paths, components: { schemas } }
}

function operationOf(operation: JsonObject): JsonObject {
  const { operationId = null, parameters = null, requestBody, responses = null } = objectOf(plain(operation))
  const form = requestBody === undefined ? {} : { requestBody: strict(objectOf(requestBody)) }
  return { operationId, parameters, ...form, responses }
}

function strict(requestBody: JsonObject): JsonObject {
  const type = 'application/x-www-form-urlencoded'
  const { schema = null } = objectOf(objectOf(requestBody['content'])[type])
  const closed = { ...objectOf(schema), additionalProperties: false }
  return { required: true, content: { [type]: { schema: closed } } }
}

/** The same without words for people; `responses` must keep the one that OpenAPI asks of them. */
function plain(value: Json): Json {
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  const fields = Object.entries(value).filter(([name]) => !left.has(name) && !name.startsWith('x-'))
  const shorter: JsonObject = Object.fromEntries(fields.map(([name, field]) => [name, plain(field)]))
  return 'content' in value && 'description' in value ? { description: 'as sent', ...shorter } : shorter
}

/** The schemas that are mentioned, and those mentioned by them. */
function schemasOf(paths: JsonObject, all: JsonObject): JsonObject {
  const found: JsonObject = {}
  const waiting = mentioned(paths)
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (name in found) continue
    const schema = plain(all[name] ?? null)
    found[name] = schema
    waiting.push(...mentioned(schema))
  }
  return found
}

function mentioned(value: Json): string[] {
  return [...JSON.stringify(value).matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name ?? '')
}

function objectOf(value: Json | undefined): JsonObject {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  throw new Error(`not as expected: ${JSON.stringify(value)?.slice(0, 80)}`)
}
