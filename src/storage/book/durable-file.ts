import { open, rename } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Replaces the file so that after any crash, power cut included, it holds either the old text or the new one: write
 * beside it, flush, rename over it, flush the folder. lowdb's own writer flushes neither.
 */
export async function writeDurably(path: string, text: string): Promise<void> {
  const beside = `${path}.${process.pid}.tmp`
  const file = await open(beside, 'w', 0o600)
  try {
    await file.writeFile(text, 'utf8')
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(beside, path)
  await flushFolder(dirname(path))
}

async function flushFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
