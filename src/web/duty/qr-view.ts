import { encode } from 'uqr'

/** A QR code as one SVG path on a square of `size` modules; the quiet border is part of it. */
export type QrView = { size: number; path: string }

/** The address as a QR code that survives a photocopy (level M). */
export function qrOf(address: string): QrView {
  const { size, data } = encode(address, { ecc: 'M', border: 2 })
  const modules = data.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : '')))
  return { size, path: modules.join('') }
}
