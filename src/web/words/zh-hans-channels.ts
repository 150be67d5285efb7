/** The ways to tell people, and the choice among them. */
export const channels = {
  field: '通知走哪条通道',
  email: '邮箱',
  emailHint: '有邮件通道时用；签收码也写在邮件里，请填本人的邮箱',
  ofPerson: '按位次一条一条试，送不到就换下一条。都选“不用”，就按其单位的。群里的通知没有签收码。',
  ofUnit: '本单位的人没有另选时按这里。都选“不用”，就按“设置 · 通道”。群里的通知没有签收码。',
  ofAll: '个人和单位都没有另选时按这里。都选“不用”，就按上面列出的次序全用。群里的通知没有签收码。',
  unused: '不用',
  place: (n: number) => `第 ${n}`,
  twice: (first: string, second: string) => `“${first}”和“${second}”位次相同，请分出先后`,
  title: '通道',
  there: '已配置',
  fromNumber: (number: string) => `已配置，从 ${number} 发出`,
  bySender: '已配置，由服务商的发送组选号码',
  callsFrom: (number: string) => `已配置，从 ${number} 打出`,
  shownInOutbox: '不发出，只显示在发件箱',
  missing: (names: string) => `没有配置。设置 ${names} 后重启`,
}
