/** Why Twilio refuses a request: its code, and its words for programmers. */
export type Problem = { code: number; message: string }

const phone = /^\+[1-9]\d{6,14}$/

export function problemOfMessage(form: URLSearchParams): Problem | null {
  const to = form.get('To')
  if (!to) return { code: 21604, message: "A 'To' phone number is required." }
  if (!phone.test(to)) return { code: 21211, message: `The 'To' number ${to} is not a valid phone number.` }
  if (!form.get('Body')) return { code: 21602, message: 'Message body is required.' }
  if (!form.get('From') && !form.get('MessagingServiceSid')) {
    return { code: 21603, message: "A 'From' phone number or a Messaging Service is required." }
  }
  const callback = form.get('StatusCallback')
  if (callback !== null && !URL.canParse(callback)) return { code: 21609, message: 'The StatusCallback is not a URL.' }
  const validity = Number(form.get('ValidityPeriod') ?? 600)
  return validity >= 1 && validity <= 36_000 ? null : { code: 21626, message: 'ValidityPeriod is out of range.' }
}

/** The description cannot say that a call needs something to do, nor how long it may ring. */
export function problemOfCall(form: URLSearchParams): Problem | null {
  const [to, from, url] = [form.get('To'), form.get('From'), form.get('Url')]
  if (!to) return { code: 21201, message: "No 'To' number is specified" }
  if (!phone.test(to))
    return { code: 21211, message: `The phone number you are attempting to call, ${to}, is not valid.` }
  if (!from || !phone.test(from)) return { code: 21212, message: "The 'From' number is not a valid phone number." }
  if (!url || !URL.canParse(url)) return { code: 21205, message: 'Url is not a valid URL.' }
  const timeout = Number(form.get('Timeout') ?? 60)
  return timeout > 0 && timeout <= 600 ? null : { code: 21220, message: 'Timeout is out of range.' }
}

/** What the provider answers to a request that its description does not allow. */
export function problemOf(faults: readonly string[]): Problem | null {
  return faults.length > 0 ? { code: 20001, message: faults.join('; ') } : null
}
