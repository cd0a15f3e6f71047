// The seal on a bag. Each paper here is read only if it is byte for byte what Probity writes, so that none has room
// for a change.

import { ed25519 } from '@noble/curves/ed25519.js'
import { sha256 } from '@noble/hashes/sha2.js'

import { base64Of, fromBase64, hexOf, isPrintable, joined, roughText, same, textOf, utf8 } from './bytes.js'

/** Stands before the tag manifest in what is signed, so that no signature of anything else can serve as a seal. */
const WORDS = utf8('probity pack seal v1\n')

const PEM_PREFIX = [0x30, 0x2a, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 3, 0x21, 0]

/** SHA-256 of a public key, as sixteen groups of four. */
export const fingerprintOf = (publicKey) => grouped(hexOf(sha256(publicKey)))

export const grouped = (digits) => digits.match(/.{4}/g).join(' ')

/** The 64 digits of a fingerprint that a person typed or pasted, or null. */
export function plainFingerprint(text) {
  const digits = text.replace(/[\s:-]/g, '').toLowerCase()
  return /^[0-9a-f]{64}$/.test(digits) ? digits : null
}

export function signatureHolds(publicKey, signature, message) {
  try {
    return signature.length === 64 && ed25519.verify(signature, message, publicKey, { zip215: false })
  } catch {
    return false
  }
}

/** Name and key in `signature/public-key.txt`, or null. */
export function publicKeyIn(content) {
  try {
    const text = textOf(content)
    const name = /^key-name: (.+)$/m.exec(text)?.[1]
    const publicKey = fromBase64(/^public-key: (\S+)$/m.exec(text)?.[1] ?? '?')
    if (!name || publicKey.length !== 32 || !isPrintable(name)) return null
    return same(content, publicKeyText(name, publicKey)) ? { name, publicKey } : null
  } catch {
    return null
  }
}

function publicKeyText(name, publicKey) {
  return utf8(
    'This pack says that it was sealed with this key. Anybody can write that: before you rely on it, compare\n' +
      'the fingerprint with one that you had from the organisation itself and not from this pack.\n' +
      '\n' +
      `key-name: ${name}\n` +
      `fingerprint: ${fingerprintOf(publicKey)}\n` +
      `public-key: ${base64Of(publicKey)}\n` +
      '\n' +
      `-----BEGIN PUBLIC KEY-----\n${base64Of(joined(PEM_PREFIX, publicKey))}\n-----END PUBLIC KEY-----\n`,
  )
}

/** The signature by this key in the file of the seal; null if the file is anything else. */
export function signatureIn(content, { name, publicKey }) {
  let signature
  try {
    signature = fromBase64(/^signature: (\S+)$/m.exec(roughText(content))?.[1] ?? '?')
  } catch {
    return null
  }
  const text = `key-name: ${name}\nfingerprint: ${fingerprintOf(publicKey)}\nsignature: ${base64Of(signature)}\n`
  return same(content, utf8(text)) ? signature : null
}

export const sealHolds = (publicKey, signature, tagManifest) =>
  signatureHolds(publicKey, signature, joined(WORDS, tagManifest))
