import { Memory } from 'lowdb'
import type { BookFile } from '../../domain/book/book.ts'
import type { BookStore } from '../ports.ts'
import { openBookStore } from './book-store.ts'

/** A book that lives in memory, for stories and for `zhishou check`. */
export async function openMemoryBook(file: BookFile): Promise<BookStore> {
  const memory = new Memory<BookFile>()
  memory.write(file)
  return openBookStore({ read: async () => memory.read(), write: async (data) => memory.write(data) })
}
