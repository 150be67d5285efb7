import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { readConfig } from '../config.ts'
import { explainStartFailure } from '../start-failure.ts'
import { checkFile } from './check.ts'
import { CliError, type Command, openRead } from './command.ts'
import { backUpTo, inviteByLink, listIncidents, showDuty, showTimeline } from './commands.ts'
import { listTemplates } from './templates.ts'

// `npm run zhishou -- help`. Works beside a running service: it reads the same folder and writes only invitations.

const commands: Record<string, Command> = {
  check: {
    usage: 'check [文件]',
    says: '检查 book.json（或另一个文件），列出全部问题',
    run: async ([file], { config }) => checkFile(file ?? join(config.dataDir, 'book.json')),
  },
  duty: { usage: 'duty 网站编号 [--at 时刻]', says: '这个网站此刻（或那一刻）谁在值班', run: openRead(showDuty) },
  incidents: { usage: 'incidents [--live]', says: '最近的事件；--live 只列没有办结的', run: openRead(listIncidents) },
  timeline: { usage: 'timeline 事件编号', says: '一件事件的经过和三个“第一时间”', run: openRead(showTimeline) },
  invite: {
    usage: 'invite 人员编号',
    says: '给一个人生成设置密码的一次性链接（忘了密码也用它）',
    run: openRead(inviteByLink),
  },
  templates: { usage: 'templates', says: '要在阿里云登记的短信和语音模板：键和文字', run: listTemplates },
  backup: { usage: 'backup 文件夹', says: '把全部数据一致地复制到一个文件夹，服务不用停', run: backUpTo },
}

function help(): string {
  const lines = Object.values(commands).map(({ usage, says }) => `  ${usage.padEnd(28)}${says}`)
  return ['用法：npm run zhishou -- 命令', ...lines, '  help                        这一页'].join('\n')
}

try {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { at: { type: 'string' }, live: { type: 'boolean' } },
  })
  const [name = 'help', ...rest] = positionals
  const command = commands[name]
  if (name !== 'help' && !command) throw new CliError(`没有“${name}”这个命令。\n${help()}`)
  const config = readConfig(process.env)
  console.log(command ? await command.run(rest, { config, flags: values, now: Date.now() }) : help())
} catch (error) {
  console.error(error instanceof CliError || error instanceof TypeError ? error.message : explainStartFailure(error))
  process.exitCode = 1
}
