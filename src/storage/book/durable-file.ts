import { open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { StoreFailure, type StoreTrouble } from '../ports.ts'

/**
 * Replaces the file so that after any crash, power cut included, it holds either the old text or the new one: write
 * beside it, flush, rename over it, flush the folder. lowdb's own writer flushes neither. Throws StoreFailure when the
 * disk is full or cannot be written.
 */
export async function writeDurably(path: string, text: string): Promise<void> {
  const beside = `${path}.${process.pid}.tmp`
  try {
    await replace(path, beside, text)
  } catch (error) {
    // Half a book would only take up the room that is lacking. Where even this fails, the first error says why.
    await rm(beside, { force: true }).catch(() => undefined)
    throw asStoreFailure(error)
  }
}

async function replace(path: string, beside: string, text: string): Promise<void> {
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

const troubles: Record<string, StoreTrouble> = {
  ENOSPC: 'full',
  EDQUOT: 'full',
  EROFS: 'unwritable',
  EACCES: 'unwritable',
  EPERM: 'unwritable',
  EIO: 'unwritable',
}

function asStoreFailure(error: unknown): unknown {
  const trouble = error instanceof Error && 'code' in error ? troubles[String(error.code)] : undefined
  return trouble === undefined ? error : new StoreFailure(trouble, error)
}
