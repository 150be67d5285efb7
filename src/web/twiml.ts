import type VoiceResponse from 'twilio/lib/twiml/VoiceResponse.js'
import type { CallScript } from '../domain/calls/call-script.ts'
import type { Language } from '../domain/language.ts'

// Written by hand: the library's builder costs 9 MB of memory and has no word for a pause after each comma. Its types are
// Twilio's own list of voices and languages, so that a name that does not exist does not compile.

/**
 * Mandarin for both scripts: 知语 is Twilio's only neural voice of mainland Mandarin by Amazon; the traditional
 * script is read by Google's voice for it, since only that one is documented to read it. All three understand speed
 * and pauses (twilio.com/docs/voice/twiml/say/text-speech).
 */
const voices: Record<Language, VoiceResponse.SayAttributes> = {
  'zh-Hans': { language: 'cmn-CN', voice: 'Polly.Zhiyu-Neural' },
  'zh-Hant': { language: 'cmn-TW', voice: 'Google.cmn-TW-Wavenet-A' },
  en: { language: 'en-GB', voice: 'Polly.Amy-Neural' },
}

const head = '<?xml version="1.0" encoding="UTF-8"?>'
/** So long a key is waited for after each round. */
const keySeconds = 10
const pause = '<break time="400ms"/>'

/** A text sent back as the answer to a text. */
export function messageTwiml(text: string): string {
  return `${head}<Response><Message>${escaped(text)}</Message></Response>`
}

/** A call's words: each round waits for one key, which is posted to `action`; then the closing words, and it ends. */
export function callTwiml({ rounds, closing }: CallScript, language: Language, action: string): string {
  // Without a key that ends the typing, # and * are keys like any other, and are answered as wrong ones.
  const gather = `<Gather input="dtmf" numDigits="1" timeout="${keySeconds}" finishOnKey="" method="POST" action="${escaped(action)}">`
  const asked = rounds.map((words) => `${gather}${said(words, language)}</Gather>`)
  return `${head}<Response>${asked.join('')}${said(closing, language)}<Hangup/></Response>`
}

/** Slowly, with a pause after each comma: whoever listens was asleep. */
function said(words: string, language: Language): string {
  const { language: locale, voice } = voices[language]
  const spoken = escaped(words).replace(/，|, /g, (comma) => comma + pause)
  return `<Say language="${locale}" voice="${voice}"><prosody rate="slow">${spoken}</prosody></Say>`
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' }

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '')
}
