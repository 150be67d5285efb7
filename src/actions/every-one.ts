import type { Paged, Slice } from '../storage/ports.ts'

const pageSize = 1000

/** All that a list has, page by page: for what has to be whole, however much of it there is. */
export async function everyOne<T>(list: (slice: Slice) => Promise<Paged<T>>): Promise<T[]> {
  const all: T[] = []
  for (let cursor: string | null = null; ; ) {
    const { items, next }: Paged<T> = await list({ limit: pageSize, cursor })
    all.push(...items)
    if (next === null) return all
    cursor = next
  }
}
