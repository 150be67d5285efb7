import { zhHans } from '../domain/texts/zh-hans.ts'

/**
 * Every text as a template to register at Aliyun: its key, and its words with `${…}` for what changes. The mark at the
 * head is not among them, since the provider puts the registered signature there.
 */
export async function listTemplates(): Promise<string> {
  const width = Math.max(...Object.keys(zhHans.messages).map((key) => key.length)) + 2
  const lines = Object.entries(zhHans.messages).map(([key, text]) => `${key.padEnd(width)}${templateOf(text)}`)
  return [`${'# 键'.padEnd(width - 1)}模板（每个变量最长 35 个字）`, ...lines].join('\n')
}

function templateOf(text: string): string {
  return text.replace('{mark}', '').replaceAll('{', '${')
}
