import { createRequire } from 'node:module'

// Loaded by the first initials that anybody types: its tables take 17 MB, and most people type whole names.
const load = createRequire(import.meta.url)

export function loadPinyin(): typeof import('pinyin-pro') {
  return load('pinyin-pro') // what that package exports
}
