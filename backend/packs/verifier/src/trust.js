// The keys that a reader trusts: a fingerprint that they paste, or a plain file that they keep.

import { isPrintable, textOf } from './bytes.js'
import { grouped, plainFingerprint } from './seal.js'

const MOST_BYTES = 1024 * 1024

/** The keys can’t be used; one plain sentence. Nothing is to be trusted then. */
export class TrustUnreadable extends Error {}

/** The keys in a trust file; throws TrustUnreadable, also when there is none in it. */
export function keysInTrustFile(bytes, fileName) {
  const file = `The trust file ${fileName}`
  if (bytes.length > MOST_BYTES) throw new TrustUnreadable(`${file} is too large to be one.`)
  let text
  try {
    text = textOf(bytes).replace(/^\ufeff/, '')
  } catch {
    throw new TrustUnreadable(`${file} isn’t plain text.`)
  }
  const trusted = []
  let name = null
  text.split(/\r\n|[\n\r\v\f\u001c-\u001e\u0085\u2028\u2029]/).forEach((line, index) => {
    const colon = line.indexOf(':')
    const label = (colon < 0 ? line : line.slice(0, colon)).trim().toLowerCase()
    const value = colon < 0 ? '' : line.slice(colon + 1).trim()
    if (!line.trim() || line.trimStart().startsWith('#')) return
    if (label === 'key-name' && name === null && value && isPrintable(value)) {
      name = value
    } else if (label === 'fingerprint' && name !== null) {
      const digits = plainFingerprint(value)
      if (!digits) throw new TrustUnreadable(`Line ${index + 1} of ${lower(file)}: ${FORM}`)
      trusted.push({ name, fingerprint: grouped(digits) })
      name = null
    } else {
      throw new TrustUnreadable(
        `Line ${index + 1} of ${lower(file)} should be a key-name: followed by its fingerprint:`,
      )
    }
  })
  if (name !== null || !trusted.length) {
    throw new TrustUnreadable(`${file} ends without the fingerprint of a key.`)
  }
  return trusted
}

const FORM = 'A fingerprint is 64 digits and letters from a to f, such as 3f2a 91bc and so on.'

const lower = (sentence) => sentence.replace(/^T/, 't')

/** The keys in what somebody pasted: a fingerprint, or the text of a trust file. Throws TrustUnreadable. */
export function keysInPasted(text) {
  const bare = text.trim().replace(/^(?:fingerprint\s*:|sha-?256\s*:)/i, '')
  const digits = plainFingerprint(bare)
  if (digits) return [{ name: null, fingerprint: grouped(digits) }]
  if (/key-name\s*:/i.test(text)) return keysInTrustFile(new TextEncoder().encode(text), 'that you pasted')
  const found = text.replace(/[\s:-]/g, '')
  const wrong = /[^0-9a-fA-F]/.exec(found)?.[0]
  if (wrong) throw new TrustUnreadable(`${FORM} What you gave holds “${wrong}”.`)
  throw new TrustUnreadable(`${FORM} What you gave has ${found.length} of them.`)
}
