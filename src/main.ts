import { pino } from 'pino'
import { readConfig } from './config.ts'
import type { Clock } from './scheduling/clock.ts'
import { everySecond } from './scheduling/ticker.ts'
import { type Service, startService } from './service.ts'
import { explainStartFailure } from './start-failure.ts'

// The process: the real clock, the environment, signals and exit codes. What it runs is put together in service.ts.

async function main(): Promise<void> {
  const config = readConfig(process.env)
  const logger = pino({ level: config.logLevel })
  const clock: Clock = {
    now: () => Date.now(),
    monotonic: () => performance.now(),
    after(ms, run) {
      const timer = setTimeout(run, ms)
      return () => clearTimeout(timer)
    },
    everySecond: (run) =>
      everySecond(run, {
        monotonic: () => performance.now(),
        onError: (error) => logger.error({ err: error }, 'tick'),
      }),
  }
  const service = await startService(config, { clock, logger })
  console.log(`值守已启动：${config.publicUrl}`)
  if (service.setUpToken) {
    console.log(`首次设置（一次有效）/ set up: ${config.publicUrl}/set-up/${service.setUpToken}`)
  }
  if (!config.twilio && Object.values(config.channels).every((channel) => channel === null))
    console.log('没有配置短信通道：短信显示在“发件箱”页面和日志里。')
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => end(service))
}

function end(service: Service): void {
  service.stop().then(
    () => process.exit(0),
    (error: unknown) => {
      console.error(error)
      process.exit(1)
    },
  )
}

try {
  await main()
} catch (error) {
  console.error(explainStartFailure(error))
  process.exit(1)
}
