import { describeProblem } from './domain/book/problem-words.ts'
import { ConfigError } from './setting.ts'
import { FaultyBook, UnreadableBook } from './storage/book/book-file.ts'
import { NewerLog } from './storage/log/migrations.ts'
import { StoreFailure, type StoreTrouble } from './storage/ports.ts'

type FailureName = 'folder_in_use' | 'folder_unusable' | 'bad_network' | 'cannot_listen'

/** The service cannot start, for a reason that a person can mend. */
export class StartFailure extends Error {
  readonly failure: FailureName
  readonly value: string
  constructor(failure: FailureName, value: string, cause?: unknown) {
    super(`${failure}: ${value}`, { cause })
    this.failure = failure
    this.value = value
  }
}

/** What is wrong and what to do, a line each: the book's problems all at once, with their paths. */
export function explainStartFailure(error: unknown): string {
  if (error instanceof ConfigError) return error.message
  if (error instanceof StartFailure) return sentences[error.failure](error.value, causeOf(error))
  if (error instanceof FaultyBook) {
    const lines = error.problems.map(
      (problem) => `  ${problem.path}：${describeProblem(problem, 'zh-Hans')}（${describeProblem(problem, 'en')}）`,
    )
    return [`${error.path} 有 ${error.problems.length} 处要改，没有载入，文件没有动：`, ...lines].join('\n')
  }
  if (error instanceof StoreFailure) return unwritable(error.trouble)
  if (error instanceof UnreadableBook || error instanceof NewerLog) return error.message
  // A file of ours that cannot be opened names itself; a trace would say no more.
  if (error instanceof Error && 'path' in error && 'code' in error) return error.message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

const sentences: Record<FailureName, (value: string, cause: string) => string> = {
  folder_in_use: (folder) =>
    `${folder} 正被另一个值守进程使用，不能同时开两个。/ ${folder} is in use by another Zhishou process.`,
  folder_unusable: (folder, cause) => `${folder}：${cause}`,
  bad_network: (entry) =>
    `PROBE_ALLOW_NETWORKS 里的 ${entry} 不是网段，要写成 10.0.0.0/8 这样 / ${entry} is no network, write it as 10.0.0.0/8`,
  cannot_listen: (address, cause) => `不能在 ${address} 上监听：${cause} / cannot listen on ${address}: ${cause}`,
}

const unwritable = (trouble: StoreTrouble) =>
  trouble === 'full'
    ? '磁盘满了，值守没有启动。请腾出空间。/ the disk is full: make room, then start again.'
    : '数据文件夹写不进去（只读、没有权限或磁盘故障），值守没有启动。/ DATA_DIR cannot be written: read-only, no permission, or a faulty disk.'

function causeOf(error: Error): string {
  const { cause } = error
  if (cause instanceof StoreFailure) return unwritable(cause.trouble)
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  return code === 'EADDRINUSE' ? '端口已被占用 (EADDRINUSE)' : code || String(cause)
}
