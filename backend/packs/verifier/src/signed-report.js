// The signature on a pack’s report: over every byte of the file, by the certificate that the seal vouches for.
//
// The PDF itself isn’t interpreted. A sealed report is one whole revision: the signature’s range begins at the first
// byte, leaves out only its own hexadecimal digits, and ends at the last. So there is no room for a later revision,
// and what any reader of PDFs makes of the file, it makes of what was signed.

import { REPORT } from './bag.js'
import { counted, fromHex, latinOf, same, utf8 } from './bytes.js'
import { DATA, SignatureFails, opened, stamped } from './cms.js'
import { lengthOf } from './der.js'

const RANGE = /\/ByteRange\s*\[\s*(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s*\]/
const PAYLOAD = /payload sha256 ([0-9a-f]{64})(?![0-9a-f])/g
const BYTE_RANGE = utf8('/ByteRange')

/** The report isn’t as it was signed; one plain sentence. */
export class ReportFails extends Error {}

/** The stamp on the report’s signature doesn’t hold; one plain sentence. */
export class StampFails extends Error {}

/** The signature on these bytes, once it holds; throws ReportFails. Its time is judged by whoever asks. */
export function reportIn(pdf, vouched) {
  const { before, after, der } = ranges(pdf)
  const digest = (hash) => hash.create().update(pdf.subarray(0, before)).update(pdf.subarray(after)).digest()
  let signed
  try {
    signed = opened(der, { kind: DATA, certificateSha256: vouched.certificateSha256, digest })
  } catch (error) {
    if (!(error instanceof SignatureFails)) throw error
    throw new ReportFails(`The signature on “${REPORT}” ${error.message}.`)
  }
  if (signed.validFrom !== vouched.validFrom || signed.validUntil !== vouched.validUntil) {
    throw new ReportFails('The certificate of the report has another life than the seal of the pack vouches for.')
  }
  const said = [...latinOf(pdf).matchAll(PAYLOAD)]
  return { ...signed, payloadDigest: said.length === 1 ? said[0][1] : null }
}

/** The time that the vouched authority gives; throws StampFails. */
export function stampOn(report, certificateSha256) {
  if (!report.stamp) {
    throw new StampFails('The signature on the report has no time stamp, and the seal of the pack says that it has.')
  }
  try {
    return stamped(report.stamp, { signature: report.signature, certificateSha256 })
  } catch (error) {
    if (!(error instanceof SignatureFails)) throw error
    throw new StampFails(`The time stamp on the report ${error.message}.`)
  }
}

/** Where the signature’s digits begin and end, and what they say. */
function ranges(pdf) {
  if (!same(pdf.subarray(0, 5), utf8('%PDF-'))) throw new ReportFails(`“${REPORT}” isn’t a PDF.`)
  const places = placesOf(BYTE_RANGE, pdf)
  if (places.length !== 1) {
    throw new ReportFails(`“${REPORT}” has ${places.length ? 'more than one signature' : 'no signature'}.`)
  }
  const found = RANGE.exec(latinOf(pdf.subarray(places[0], places[0] + 400)))
  if (!found || found.index !== 0) {
    throw new ReportFails(`The signature on “${REPORT}” doesn’t say in the usual form what it is of.`)
  }
  const [start, before, after, rest] = found.slice(1).map(Number)
  if (start !== 0 || !(before > 0 && before < after && after <= pdf.length)) {
    throw new ReportFails(`The signature on “${REPORT}” doesn’t cover the file from its beginning.`)
  }
  if (after + rest !== pdf.length) {
    throw new ReportFails(
      `Something was added to “${REPORT}” after it was signed: the signature covers ${counted(after + rest)} of ` +
        `its ${counted(pdf.length)} bytes.`,
    )
  }
  const digits = latinOf(pdf.subarray(before, after))
  if (!/^<(?:[0-9A-Fa-f]{2})*>$/.test(digits)) {
    throw new ReportFails(`The signature on “${REPORT}” leaves out more than itself.`)
  }
  return { before, after, der: withoutPadding(fromHex(digits.slice(1, -1).toLowerCase())) }
}

function placesOf(words, bytes) {
  const places = []
  for (let at = bytes.indexOf(words[0]); at >= 0; at = bytes.indexOf(words[0], at + 1)) {
    if (same(bytes.subarray(at, at + words.length), words)) places.push(at)
  }
  return places
}

/** The DER value at the beginning; what follows must be nothing but zeros. */
function withoutPadding(filled) {
  const length = lengthOf(filled)
  if (length === null || filled.subarray(length).some((byte) => byte)) {
    throw new ReportFails(`The signature on “${REPORT}” can’t be read.`)
  }
  return filled.subarray(0, length)
}
