import type { ChannelId } from '../../domain/channel.ts'

const aliyunAccount = ['ALIYUN_ACCESS_KEY_ID', 'ALIYUN_ACCESS_KEY_SECRET']
const twilioAccount = ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN']

const settingNames: Record<ChannelId, readonly string[]> = {
  sms: [...twilioAccount, 'TWILIO_FROM'],
  aliyun_sms: [...aliyunAccount, 'ALIYUN_SMS_SIGN_NAME', 'ALIYUN_SMS_TEMPLATES'],
  email: ['SMTP_URL', 'MAIL_FROM'],
  wecom: ['WECOM_ROBOT_URL'],
  dingtalk: ['DINGTALK_ROBOT_URL', 'DINGTALK_ROBOT_SECRET'],
  feishu: ['FEISHU_ROBOT_URL', 'FEISHU_ROBOT_SECRET'],
  webhook: ['WEBHOOK_URL', 'WEBHOOK_SECRET'],
  voice: [...twilioAccount, 'TWILIO_VOICE_FROM'],
  aliyun_voice: [...aliyunAccount, 'ALIYUN_VOICE_NUMBER', 'ALIYUN_VOICE_TEMPLATES'],
}

/** Which settings a channel that does not exist still lacks: one provider's account serves its texts and its calls. */
export function missingSettings(id: ChannelId, there: ReadonlySet<ChannelId>, hasTwilio: boolean): string[] {
  const hasAliyun = there.has('aliyun_sms') || there.has('aliyun_voice')
  const known = new Set([...(hasTwilio ? twilioAccount : []), ...(hasAliyun ? aliyunAccount : [])])
  return settingNames[id].filter((name) => !known.has(name))
}
