/** What TwiML asks for, as far as Zhishou uses it. `text`: what is heard, without its marks of speed and pause. */
export type Verb =
  | { kind: 'say'; text: string; voice: string; language: string }
  | { kind: 'gather'; action: string; timeoutSeconds: number; numDigits: number; says: Verb[] }
  | { kind: 'redirect'; url: string }
  | { kind: 'pause'; seconds: number }
  | { kind: 'hangup' }

type Node = { name: string; attributes: Record<string, string>; children: (Node | string)[] }

const entities: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&apos;': "'", '&amp;': '&' }
/** Marks within speech that the voices understand. */
const speechMarks = new Set(['prosody', 'break', 's', 'p'])

/** Reads TwiML as strictly as the provider does: anything unknown or badly nested throws, and the call would end. */
export function parseTwiml(xml: string): Verb[] {
  const root = parse(xml)
  if (root.name !== 'Response') throw new Error(`TwiML begins with <${root.name}>`)
  return elementsOf(root).map(verbOf)
}

function verbOf(node: Node): Verb {
  const { attributes } = node
  switch (node.name) {
    case 'Say':
      return {
        kind: 'say',
        text: spokenIn(node),
        voice: attributes['voice'] ?? '',
        language: attributes['language'] ?? '',
      }
    case 'Gather':
      return {
        kind: 'gather',
        action: attributes['action'] ?? '',
        timeoutSeconds: Number(attributes['timeout'] ?? 5),
        numDigits: Number(attributes['numDigits'] ?? 0),
        says: elementsOf(node).map(verbOf),
      }
    case 'Redirect':
      return { kind: 'redirect', url: textOf(node) }
    case 'Pause':
      return { kind: 'pause', seconds: Number(attributes['length'] ?? 1) }
    case 'Hangup':
      return { kind: 'hangup' }
    default:
      throw new Error(`TwiML has no <${node.name}> that is known here`)
  }
}

function elementsOf({ name, children }: Node): Node[] {
  return children.map((child) => {
    if (typeof child !== 'string') return child
    throw new Error(`<${name}> holds the bare text ${child}`)
  })
}

function spokenIn(node: Node): string {
  const parts = node.children.map((child) => {
    if (typeof child === 'string') return child
    if (!speechMarks.has(child.name)) throw new Error(`<Say> holds <${child.name}>`)
    return spokenIn(child)
  })
  return parts.join('')
}

function textOf({ children }: Node): string {
  return children.filter((child) => typeof child === 'string').join('')
}

function parse(xml: string): Node {
  const root: Node = { name: '', attributes: {}, children: [] }
  const open = [root]
  for (const [, end, name, attributes = '', empty, text] of xml
    .replace(/^<\?xml[^>]*\?>/, '')
    .matchAll(/<(\/?)([\w-]+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>|([^<]+|<)/g)) {
    const inner = open.at(-1)
    if (!inner) throw new Error('TwiML ends too early')
    if (text !== undefined) {
      if (text.trim() !== '') inner.children.push(decoded(text))
    } else if (end) {
      if (open.pop()?.name !== name) throw new Error(`</${name}> closes what was not open`)
    } else {
      const node: Node = { name: name ?? '', attributes: attributesOf(attributes), children: [] }
      inner.children.push(node)
      if (!empty) open.push(node)
    }
  }
  const [only, ...more] = root.children
  if (open.length !== 1 || typeof only !== 'object' || more.length > 0) throw new Error(`not whole: ${xml}`)
  return only
}

function attributesOf(text: string): Record<string, string> {
  return Object.fromEntries([...text.matchAll(/([\w:-]+)="([^"]*)"/g)].map(([, k, v]) => [k ?? '', decoded(v ?? '')]))
}

function decoded(text: string): string {
  if (/[<>]|&(?!(?:lt|gt|quot|apos|amp);)/.test(text)) throw new Error(`not escaped: ${text}`)
  return text.replace(/&\w+;/g, (entity) => entities[entity] ?? entity)
}
