import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createAskGateway, gatewayIn } from '../../src/probing/gateway.ts'
import { never } from './room.ts'

const head = 'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n'
const wayOut = 'eth0\t00000000\t0100A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0\n'
const local = 'eth0\t0000A8C0\t00000000\t0001\t0\t0\t100\t00FFFFFF\t0\t0\t0\n'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zhishou-routes-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('the way out is the route to everywhere that leads over a gateway', () => {
  expect(gatewayIn(head + local + wayOut)).toBe('192.168.0.1')
  for (const text of ['', head, head + local, head + wayOut.replace('0003', '0001'), `${head}nonsense\n`])
    expect(gatewayIn(text)).toBeNull()
})

test('it is asked by its address; without one nobody is asked', async () => {
  const asked: string[] = []
  const ping = async (address: string) => {
    asked.push(address)
    return { answer: 'no' as const }
  }
  const file = join(folder, 'route')
  expect(await createAskGateway(ping, file)(never)).toBe('unknown')
  writeFileSync(file, head + wayOut)
  expect(await createAskGateway(ping, file)(never)).toBe('no')
  expect(asked).toEqual(['192.168.0.1'])
})
