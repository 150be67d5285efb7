import { readFile } from 'node:fs/promises'
import { checkBook } from '../domain/book/book-check.ts'
import { describeProblem } from '../domain/book/problem-words.ts'
import { CliError } from './command.ts'

/** What `check` says of a book: how much is in it, or everything that is wrong with it. Throws CliError on faults. */
export async function checkFile(path: string): Promise<string> {
  const checked = checkBook(parsed(await textOf(path)))
  if (!checked.ok) {
    const lines = checked.problems.map((problem) => `  ${problem.path}：${describeProblem(problem, 'zh-Hans')}`)
    throw new CliError([`有 ${lines.length} 处要改：`, ...lines].join('\n'))
  }
  const { units = [], people = [], sites = [], periods = [], shifts = [] } = checked.file
  return `没有问题：${units.length} 个单位，${people.length} 人，${sites.length} 个网站，${periods.length} 个值班期，${shifts.length} 班。`
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    throw new CliError(`读不到 ${path}：${error instanceof Error ? error.message : String(error)}`)
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    throw new CliError(`不是 JSON：${error instanceof Error ? error.message : String(error)}`)
  }
}
