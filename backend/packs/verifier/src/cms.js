// Signatures in the form that PDFs and time-stamping authorities use (CMS, RFC 5652). Only what a pack needs: one
// signer, whose certificate the reader already knows by its SHA-256. There is no chain to walk and nothing to ask a
// network for: the seal of the pack vouches for the certificate, and nobody else does.

import { ed25519 } from '@noble/curves/ed25519.js'
import { p256, p384, p521 } from '@noble/curves/nist.js'
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js'

import { hexOf, joined, roughText, same } from './bytes.js'
import { BIT_STRING, INTEGER, OCTET_STRING, SEQUENCE, SET, read } from './der.js'

const HASHES = {
  '2.16.840.1.101.3.4.2.1': { hash: sha256, name: 'sha256' },
  '2.16.840.1.101.3.4.2.2': { hash: sha384, name: 'sha384' },
  '2.16.840.1.101.3.4.2.3': { hash: sha512, name: 'sha512' },
}
const RSA = '1.2.840.113549.1.1.1'
const PSS = '1.2.840.113549.1.1.10'
const ED25519 = '1.3.101.112'
const SIGNATURES = {
  [RSA]: { kind: 'rsa' },
  '1.2.840.113549.1.1.11': { kind: 'rsa', hash: 'sha256' },
  '1.2.840.113549.1.1.12': { kind: 'rsa', hash: 'sha384' },
  '1.2.840.113549.1.1.13': { kind: 'rsa', hash: 'sha512' },
  [PSS]: { kind: 'pss' },
  '1.2.840.10045.4.3.2': { kind: 'ecdsa', hash: 'sha256' },
  '1.2.840.10045.4.3.3': { kind: 'ecdsa', hash: 'sha384' },
  '1.2.840.10045.4.3.4': { kind: 'ecdsa', hash: 'sha512' },
  [ED25519]: { kind: 'ed25519' },
}
const CURVES = { '1.2.840.10045.3.1.7': p256, '1.3.132.0.34': p384, '1.3.132.0.35': p521 }

const SIGNED_DATA = '1.2.840.113549.1.7.2'
export const DATA = '1.2.840.113549.1.7.1'
const TST_INFO = '1.2.840.113549.1.9.16.1.4'
const CONTENT_TYPE = '1.2.840.113549.1.9.3'
const MESSAGE_DIGEST = '1.2.840.113549.1.9.4'
const SIGNING_CERTIFICATE_V2 = '1.2.840.113549.1.9.16.2.47'
const TIME_STAMP_TOKEN = '1.2.840.113549.1.9.16.2.14'
const EXTENDED_KEY_USAGE = '2.5.29.37'
const TIME_STAMPING = '1.3.6.1.5.5.7.3.8'
const COMMON_NAME = '2.5.4.3'

const LEAST_RSA_BITS = 2048
const MOST_RSA_BITS = 16384

/** The signature doesn’t hold or can’t be read; the message ends a sentence that begins with what was signed. */
export class SignatureFails extends Error {}

const ALTERED = 'does not hold: what was signed is something else'
const NOT_VOUCHED = 'is not by the certificate that the seal of the pack vouches for'

/**
 * The signature in these bytes, once it holds; throws SignatureFails. `digest(hash)` gives the hash of what was
 * signed; without it the content is in the signature.
 */
export function opened(der, { kind, certificateSha256, digest }) {
  try {
    return open(der, kind, certificateSha256, digest)
  } catch (error) {
    if (error instanceof SignatureFails) throw error
    throw new SignatureFails('can’t be read')
  }
}

function open(der, kind, certificateSha256, digest) {
  const [type, wrapped] = read(der).is(SEQUENCE).parts
  if (type.oid !== SIGNED_DATA) throw new SignatureFails('holds something else than a signature')
  const data = signedData(wrapped.is(0xa0).parts[0].is(SEQUENCE).parts)
  if (data.signers.length !== 1) throw new SignatureFails('has not exactly one signer')
  const signer = signerInfo(data.signers[0].is(SEQUENCE).parts)
  const certificate = certificateAmong(data.certificates, certificateSha256)
  checkIsOf(signer, certificate)
  if (data.contentType !== kind) throw new SignatureFails('signs content of another kind')
  const chosen = HASHES[signer.digestAlgorithm]
  if (!chosen) throw new SignatureFails('uses a hash function that is not accepted')
  const content = digest ? null : data.content
  if (!digest && !content) throw new SignatureFails('can’t be read')
  checkSigns(signer, kind, digest ? digest(chosen.hash) : chosen.hash(content), certificate)
  checkHolds(signer, certificate, chosen)
  const { name, validFrom, validUntil, stampsTime } = certificate
  return { name, validFrom, validUntil, stampsTime, content, signature: signer.signature, stamp: signer.stamp }
}

/** The time that the token gives for this signature (RFC 3161); throws SignatureFails. */
export function stamped(token, { signature, certificateSha256 }) {
  const by = opened(token, { kind: TST_INFO, certificateSha256 })
  let imprinted, algorithm, at
  try {
    const parts = read(by.content).is(SEQUENCE).parts
    const [imprintAlgorithm, hashed] = parts[2].is(SEQUENCE).parts
    algorithm = HASHES[imprintAlgorithm.is(SEQUENCE).parts[0].oid]
    imprinted = hashed.is(OCTET_STRING).content
    at = parts[4].is(0x18).moment
  } catch {
    throw new SignatureFails('can’t be read')
  }
  if (!algorithm) throw new SignatureFails('uses a hash function that is not accepted')
  if (!same(algorithm.hash(signature), imprinted)) {
    throw new SignatureFails('is a stamp on something else than this signature')
  }
  if (!by.stampsTime) throw new SignatureFails('is by a certificate that is not one for stamping time')
  if (at < by.validFrom || at > by.validUntil) {
    throw new SignatureFails('gives a time at which the authority’s own certificate was not valid')
  }
  return { at, by }
}

function signedData(parts) {
  const [version, algorithms, encapsulated, ...rest] = parts
  version.is(INTEGER)
  algorithms.is(SET)
  const [contentType, wrapped] = encapsulated.is(SEQUENCE).parts
  const signers = rest.pop().is(SET)
  const certificates = rest.find((part) => part.tag === 0xa0)
  return {
    contentType: contentType.oid,
    content: wrapped ? wrapped.is(0xa0).parts[0].is(OCTET_STRING).content : null,
    certificates: certificates ? certificates.parts : [],
    signers: signers.parts,
  }
}

function signerInfo(parts) {
  const [version, sid, digestAlgorithm, signedAttributes, signatureAlgorithm, signature, unsigned] = parts
  version.is(INTEGER)
  if (sid.tag !== SEQUENCE) throw new SignatureFails('doesn’t name its certificate by number')
  const [issuer, serial] = sid.parts
  const stamps = unsigned ? attributesIn(unsigned.is(0xa1)) : new Map()
  return {
    issuer: issuer.is(SEQUENCE).whole,
    serial: serial.is(INTEGER).content,
    digestAlgorithm: digestAlgorithm.is(SEQUENCE).parts[0].oid,
    attributes: attributesIn(signedAttributes.is(0xa0)),
    // what is signed is the attributes as a SET, and not under the tag that they stand under
    message: joined([SET], signedAttributes.whole.subarray(1)),
    algorithm: signatureAlgorithm.is(SEQUENCE).parts,
    signature: signature.is(OCTET_STRING).content,
    stamp: stamps.get(TIME_STAMP_TOKEN)?.whole ?? null,
  }
}

function attributesIn(set) {
  const found = new Map()
  for (const attribute of set.parts) {
    const [type, values] = attribute.is(SEQUENCE).parts
    const held = values.is(SET).parts
    if (found.has(type.oid) || held.length !== 1) throw new SignatureFails('says something twice')
    found.set(type.oid, held[0])
  }
  return found
}

function certificateAmong(certificates, wanted) {
  const found = certificates.find((certificate) => hexOf(sha256(certificate.whole)) === wanted)
  if (!found) throw new SignatureFails(NOT_VOUCHED)
  const fields = found.is(SEQUENCE).parts[0].is(SEQUENCE).parts
  if (fields[0].tag === 0xa0) fields.shift() // the version, absent in the oldest
  const [serial, , issuer, validity, subject, key, ...rest] = fields
  const [from, until] = validity.is(SEQUENCE).parts
  const [algorithm, bits] = key.is(SEQUENCE).parts
  const [type, parameters] = algorithm.is(SEQUENCE).parts
  if (bits.is(BIT_STRING).content[0] !== 0) throw new SignatureFails('can’t be read')
  return {
    whole: found.whole,
    serial: serial.is(INTEGER).content,
    issuer: issuer.is(SEQUENCE).whole,
    name: commonName(subject),
    validFrom: from.moment,
    validUntil: until.moment,
    keyType: type.oid,
    curve: parameters?.tag === 0x06 ? parameters.oid : null,
    key: bits.content.subarray(1),
    stampsTime: stampsTime(rest.find((field) => field.tag === 0xa3)),
  }
}

function commonName(subject) {
  for (const set of subject.is(SEQUENCE).parts) {
    for (const pair of set.is(SET).parts) {
      const [type, value] = pair.is(SEQUENCE).parts
      if (type.oid === COMMON_NAME) return roughText(value.content)
    }
  }
  return 'a certificate without a name'
}

function stampsTime(extensions) {
  for (const extension of extensions ? extensions.parts[0].is(SEQUENCE).parts : []) {
    const parts = extension.is(SEQUENCE).parts
    if (parts[0].oid === EXTENDED_KEY_USAGE) {
      const uses = read(parts.at(-1).is(OCTET_STRING).content).is(SEQUENCE).parts
      return uses.some((use) => use.oid === TIME_STAMPING)
    }
  }
  return false
}

/** The signer is named by its certificate’s number, so that two in one signature can’t be taken for each other. */
function checkIsOf(signer, certificate) {
  if (!same(signer.serial, certificate.serial) || !same(signer.issuer, certificate.issuer)) {
    throw new SignatureFails(NOT_VOUCHED)
  }
}

function checkSigns(signer, kind, ofContent, certificate) {
  if (signer.attributes.get(CONTENT_TYPE)?.oid !== kind) throw new SignatureFails('signs content of another kind')
  const said = signer.attributes.get(MESSAGE_DIGEST)
  if (!said || !same(said.is(OCTET_STRING).content, ofContent)) throw new SignatureFails(ALTERED)
  const bound = signer.attributes.get(SIGNING_CERTIFICATE_V2)
  if (!bound) return
  const first = bound.is(SEQUENCE).parts[0].is(SEQUENCE).parts[0].is(SEQUENCE).parts
  const named = first[0].tag === SEQUENCE ? HASHES[first[0].parts[0].oid]?.hash : sha256
  const hash = first[0].tag === SEQUENCE ? first[1] : first[0]
  if (!named || !same(named(certificate.whole), hash.is(OCTET_STRING).content)) {
    throw new SignatureFails('was made for another certificate')
  }
}

function checkHolds(signer, certificate, { hash, name }) {
  const [type, parameters] = signer.algorithm
  const chosen = SIGNATURES[type.oid]
  if (chosen?.hash && chosen.hash !== name) throw new SignatureFails('names two hash functions')
  const { message, signature } = signer
  let holds
  if (chosen?.kind === 'rsa' && certificate.keyType === RSA) {
    holds = rsaHolds(certificate.key, signature, hash(message), name)
  } else if (chosen?.kind === 'pss' && certificate.keyType === RSA) {
    holds = pssHolds(certificate.key, signature, hash(message), hash, saltLength(parameters))
  } else if (chosen?.kind === 'ecdsa' && CURVES[certificate.curve]) {
    const how = { prehash: false, lowS: false, format: 'der' }
    holds = CURVES[certificate.curve].verify(signature, hash(message), certificate.key, how)
  } else if (chosen?.kind === 'ed25519' && certificate.keyType === ED25519) {
    holds = ed25519.verify(signature, message, certificate.key, { zip215: false })
  } else {
    throw new SignatureFails('is of a kind that is not accepted')
  }
  if (!holds) throw new SignatureFails(ALTERED)
}

const DIGEST_PREFIX = {
  sha256: [0x30, 0x31, 0x30, 0x0d, 6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1, 5, 0, 4, 0x20],
  sha384: [0x30, 0x41, 0x30, 0x0d, 6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 2, 5, 0, 4, 0x30],
  sha512: [0x30, 0x51, 0x30, 0x0d, 6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 3, 5, 0, 4, 0x40],
}

/** PKCS #1 v1.5 (RFC 8017, 8.2.2): what was signed is worked out whole and compared, and nothing in it is read. */
function rsaHolds(key, signature, digest, name) {
  const { raised, length } = rsaRaised(key, signature)
  const tail = joined([0], DIGEST_PREFIX[name], digest)
  const wanted = joined([0, 1], new Uint8Array(length - tail.length - 2).fill(0xff), tail)
  return same(raised, wanted)
}

/** RSASSA-PSS with MGF1 of the same hash (RFC 8017, 9.1.2). */
function pssHolds(key, signature, digest, hash, salt) {
  const { raised, bits } = rsaRaised(key, signature)
  const length = Math.ceil((bits - 1) / 8)
  const message = raised.subarray(raised.length - length)
  if (raised.length > length && raised[0]) return false
  const size = digest.length
  if (length < size + salt + 2 || message.at(-1) !== 0xbc) return false
  const masked = message.subarray(0, length - size - 1)
  const seed = message.subarray(length - size - 1, length - 1)
  const mask = generated(seed, masked.length, hash)
  const block = masked.map((byte, at) => byte ^ mask[at])
  const spare = 8 * length - (bits - 1)
  if (masked[0] >> (8 - spare)) return false
  block[0] &= 0xff >> spare
  const zeros = block.length - salt - 1
  if (block.subarray(0, zeros).some((byte) => byte) || block[zeros] !== 1) return false
  return same(seed, hash(joined(new Uint8Array(8), digest, block.subarray(zeros + 1))))
}

function generated(seed, length, hash) {
  const parts = []
  for (let count = 0, made = 0; made < length; count++) {
    const part = hash(joined(seed, [count >>> 24, (count >>> 16) & 255, (count >>> 8) & 255, count & 255]))
    parts.push(part)
    made += part.length
  }
  return joined(...parts).subarray(0, length)
}

function saltLength(parameters) {
  const said = parameters?.is(SEQUENCE).parts.find((part) => part.tag === 0xa2)
  return said ? Number(said.parts[0].unsigned) : 20
}

function rsaRaised(key, signature) {
  const [modulus, exponent] = read(key).is(SEQUENCE).parts.map((part) => part.unsigned)
  const bits = modulus.toString(2).length
  if (bits < LEAST_RSA_BITS) throw new SignatureFails('is by a key that is too short to be safe')
  if (bits > MOST_RSA_BITS || exponent < 3n || exponent >= 1n << 32n || !(exponent & 1n)) {
    throw new SignatureFails('is of a kind that is not accepted')
  }
  const length = Math.ceil(bits / 8)
  const number = BigInt(`0x${hexOf(signature) || '0'}`)
  if (signature.length !== length || number >= modulus) throw new SignatureFails(ALTERED)
  let base = number
  let made = 1n
  for (let left = exponent; left; left >>= 1n) {
    if (left & 1n) made = (made * base) % modulus
    base = (base * base) % modulus
  }
  const text = made.toString(16).padStart(length * 2, '0')
  return { raised: Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16)), length, bits }
}
