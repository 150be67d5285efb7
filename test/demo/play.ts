import { timelineOf } from '../../src/cli/timeline.ts'
import { explainStartFailure } from '../../src/start-failure.ts'
import { playStory } from './story.ts'
import { openTown } from './town.ts'

// `npm run demo`: a sample town on this machine, and a story that plays by itself in about two minutes. Time is
// squeezed: the ladder's minutes are seconds here. Nothing leaves 127.0.0.1, and nothing is kept.

const port = Number(process.env['PORT'] ?? 3000)

try {
  const town = await openTown({ port, phonesPort: port + 1 })
  console.log(`
值守演练：望海市，${town.holidayName}，30 个网站。时间压缩：升级的“分钟”在这里是几秒。
  看板  ${town.service.address}/          手机号 ${town.accounts[0]?.mobile} 密码 ${town.password}（市值班室 赵欣怡）
  手机  http://127.0.0.1:${port + 1}/          每个人收到的短信，可以在上面回复
  签收  ${town.service.address}/a         输入短信里的四位码，不用登录
也可以用 ${town.accounts
    .slice(1)
    .map(({ name, mobile }) => `${name} ${mobile}`)
    .join('、')} 登录，密码相同。
`)
  const say = (line: string) => console.log(`${town.clockText()}  ${line}`)
  const incident = await playStory({ ...town, say })
  const { log } = town.service.actions
  console.log(
    `\n${timelineOf(incident, await log.incidents.events(incident.id), await log.pages.ofIncident(incident.id))}\n`,
  )
  if (process.stdin.isTTY) {
    console.log('演完了。网页还开着，可以接着看；按 Ctrl-C 结束。')
    await new Promise((resolve) => process.once('SIGINT', resolve))
  }
  await town.close()
  process.exit(0)
} catch (error) {
  console.error(explainStartFailure(error))
  process.exit(1)
}
