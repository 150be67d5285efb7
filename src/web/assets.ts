import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import type { Express } from 'express'

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
}

/** The files beside the views, each under an address that names its content and may therefore be kept for ever. */
export type Assets = {
  /** `zhishou.css` → `/assets/zhishou.1f3a9c02.css`. Throws on a name that does not exist: a typing error of ours. */
  addressOf(name: string): string
  readonly files: ReadonlyMap<string, { body: Buffer; type: string }>
}

/** Reads every file of the folder once, at the start. */
export function loadAssets(folder: string): Assets {
  const addresses = new Map<string, string>()
  const files = new Map<string, { body: Buffer; type: string }>()
  for (const name of readdirSync(folder)) {
    const extension = extname(name)
    const type = types[extension]
    if (!type) continue
    const body = readFileSync(join(folder, name))
    const hash = createHash('sha256').update(body).digest('hex').slice(0, 8)
    const address = `/assets/${name.slice(0, -extension.length)}.${hash}${extension}`
    addresses.set(name, address)
    files.set(address, { body, type })
  }
  return {
    files,
    addressOf(name) {
      const address = addresses.get(name)
      if (!address) throw new Error(`no asset ${name}`)
      return address
    },
  }
}

export function setUpAssets(app: Express, assets: Assets): void {
  app.get('/assets/:file', (req, res, next) => {
    const file = assets.files.get(req.path)
    if (!file) return next()
    res.set('cache-control', 'public, max-age=31536000, immutable').type(file.type).send(file.body)
  })
}
