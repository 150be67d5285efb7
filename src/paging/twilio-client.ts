import type { Twilio } from 'twilio'
import type { RequestOptions } from 'twilio/lib/base/RequestClient.js'

/** `apiBase`: where the REST API is (`https://api.twilio.com`); paths stay Twilio's own. */
export type TwilioAccount = { accountSid: string; authToken: string; apiBase: string }

/** Longer than any healthy answer; the claim of a page lasts 15 s, so its outcome is known or unknown before that. */
const requestTimeoutMs = 10_000

/**
 * A client of the official library, bound to one signal. The library has neither a setting for its address nor one
 * for a signal; both go in through its HTTP client. Loaded at the first text: it costs 37 MB and 0.1 s, which an
 * installation without a provider never pays.
 */
export async function openTwilio(account: TwilioAccount, signal?: AbortSignal): Promise<Twilio> {
  const { default: twilio } = await import('twilio')
  class RebasedClient extends twilio.RequestClient {
    override request<T>(options: RequestOptions<T>) {
      return super.request<T>({ ...options, uri: rebase(options.uri, account.apiBase) })
    }
  }
  // Sockets are not kept: on a kept one, a reset before our first byte looks the same as one after it.
  const httpClient = new RebasedClient({ timeout: requestTimeoutMs, keepAlive: false, autoRetry: false })
  if (signal) httpClient.axios.defaults.signal = signal
  return twilio(account.accountSid, account.authToken, { httpClient })
}

function rebase(uri: string, apiBase: string): string {
  const { pathname, search } = new URL(uri)
  return apiBase.replace(/\/+$/, '') + pathname + search
}
