// Bytes and text: strict both ways, so that nothing can be written in two forms.

export class Unreadable extends Error {}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const lenient = new TextDecoder('utf-8', { ignoreBOM: true })
const encoder = new TextEncoder()

export const utf8 = (text) => encoder.encode(text)

/** The text in these bytes; throws Unreadable. */
export function textOf(bytes) {
  try {
    return strict.decode(bytes)
  } catch {
    throw new Unreadable('It isn’t plain text.')
  }
}

export const roughText = (bytes) => lenient.decode(bytes)

/** One character a byte: for looking at PDF and PEM by pattern. */
export function latinOf(bytes) {
  let text = ''
  for (let at = 0; at < bytes.length; at += 8192) {
    text += String.fromCharCode.apply(null, bytes.subarray(at, at + 8192))
  }
  return text
}

export function same(one, two) {
  if (one.length !== two.length) return false
  for (let at = 0; at < one.length; at++) if (one[at] !== two[at]) return false
  return true
}

export function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

export function hexOf(bytes) {
  let text = ''
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0')
  return text
}

/** The bytes that lower-case hexadecimal digits write; throws Unreadable. */
export function fromHex(text) {
  if (typeof text !== 'string' || !/^(?:[0-9a-f]{2})*$/.test(text)) throw new Unreadable('It isn’t hexadecimal.')
  const bytes = new Uint8Array(text.length / 2)
  for (let at = 0; at < bytes.length; at++) bytes[at] = parseInt(text.substr(at * 2, 2), 16)
  return bytes
}

export const base64Of = (bytes) => btoa(latinOf(bytes))

/** The bytes that this base64 writes, in its one form; throws Unreadable. */
export function fromBase64(text) {
  let bytes
  try {
    bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
  } catch {
    throw new Unreadable('It isn’t base64.')
  }
  if (base64Of(bytes) !== text) throw new Unreadable('It isn’t base64 as it is written.')
  return bytes
}

/** Order of code points, which is the order of UTF-8 bytes; JavaScript’s own differs beyond U+FFFF. */
export function byCodePoint(one, two) {
  const a = one[Symbol.iterator]()
  const b = two[Symbol.iterator]()
  for (;;) {
    const left = a.next()
    const right = b.next()
    if (left.done || right.done) return (right.done ? 1 : 0) - (left.done ? 1 : 0)
    if (left.value !== right.value) return left.value.codePointAt(0) - right.value.codePointAt(0)
  }
}

const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u

/** Whether each character can be seen, or is a space. */
export const isPrintable = (text) => !HIDDEN.test(text)

/** A stranger’s words, fit for a sentence: in quotes, not endless, nothing that can hide or turn the line. */
export function shown(text) {
  const letters = [...text]
  const plain = letters
    .slice(0, 160)
    .map((letter) =>
      isPrintable(letter) ? letter : `\\u${letter.codePointAt(0).toString(16).padStart(4, '0')}`,
    )
  return `“${plain.join('')}${letters.length > 160 ? '…' : ''}”`
}

/** 1234567 as "1,234,567", whatever the reader’s computer is set to. */
export const counted = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, ',')

/** A moment with its zone, written as ISO 8601, as milliseconds; throws Unreadable. */
export function momentOf(text) {
  const found =
    typeof text === 'string' &&
    /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?:Z|([+-])(\d\d):(\d\d))$/.exec(text)
  if (!found) throw new Unreadable('It isn’t a moment with its zone.')
  const [, year, month, day, hour, minute, second, fraction, sign, hours, minutes] = found
  const whole = Date.UTC(+year, +month - 1, +day, +hour, +minute, +second)
  if (new Date(whole).toISOString().slice(0, 19) !== text.slice(0, 19)) {
    throw new Unreadable('It isn’t a moment that there was.')
  }
  const ahead = sign ? Number(`${sign}1`) * (+hours * 60 + +minutes) * 60_000 : 0
  return whole - ahead + Number(`0.${fraction ?? 0}`) * 1000
}

const MONTHS =
  'January February March April May June July August September October November December'.split(' ')

/** "3 June 2014, 14:05:07 UTC" */
export function momentInWords(milliseconds) {
  const at = new Date(milliseconds)
  const two = (number) => String(number).padStart(2, '0')
  return (
    `${at.getUTCDate()} ${MONTHS[at.getUTCMonth()]} ${at.getUTCFullYear()}, ` +
    `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())} UTC`
  )
}
