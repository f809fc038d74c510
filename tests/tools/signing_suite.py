"""The DPA of every customer is signed twice with pyHanko, by both parties, and stays what it was.

Usage: signing_suite.py TARGET; the signed files are kept in that folder, for veraPDF. Certificates are made for each run.
"""

import datetime
import io
import shutil
import sys
import tempfile
from pathlib import Path

import pikepdf
from asn1crypto import keys, x509
from cryptography import x509 as make
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from pyhanko.pdf_utils.content import RawContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from workspace import Tally, Workspace, repository, require, run

DOCUMENT = "dpa"
FIELDS = ["signer1_signature", "signer2_signature"]
RESOLUTION = 60


class Authority:
    """A root of its own, which certifies whoever signs."""

    def __init__(self):
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.root = self._certificate("Test root", self.key, True)

    def _certificate(self, name, key, is_root):
        names = [make.Name([make.NameAttribute(make.NameOID.COMMON_NAME, n)]) for n in (name, "Test root")]
        now = datetime.datetime.now(datetime.UTC)
        usage = dict.fromkeys(("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
                               "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"), False)
        usage |= {"key_cert_sign": True, "crl_sign": True} if is_root else {"digital_signature": True, "content_commitment": True}
        certificate = (
            make.CertificateBuilder().subject_name(names[0]).issuer_name(names[1]).public_key(key.public_key())
            .serial_number(make.random_serial_number()).not_valid_before(now - datetime.timedelta(days=1))
            .not_valid_after(now + datetime.timedelta(days=30))
            .add_extension(make.BasicConstraints(ca=is_root, path_length=None), critical=True)
            .add_extension(make.KeyUsage(**usage), critical=True).sign(self.key, hashes.SHA256()))
        return x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))

    def signer(self, name):
        key = ec.generate_private_key(ec.SECP256R1())
        secret = key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        store = SimpleCertificateStore()
        store.register(self.root)
        return signers.SimpleSigner(signing_cert=self._certificate(name, key, False), signing_key=keys.PrivateKeyInfo.load(secret),
                                    cert_registry=store)

    def context(self):
        return ValidationContext(trust_roots=[self.root], allow_fetching=False)


def fields(path):
    """Full name → type of every field of a form, in order; a name that is there twice is an error."""
    found = {}

    def collect(node, prefix, kind):
        name = ".".join(filter(None, [prefix, str(node.get("/T", ""))]))
        kind = str(node.get("/FT", kind))
        kids = [kid for kid in node.get("/Kids", []) if "/T" in kid]
        for kid in kids:
            collect(kid, name, kind)
        if not kids:
            if name in found:
                raise ValueError(f"the field {name} is there twice")
            found[name] = kind

    with pikepdf.open(path) as pdf:
        for node in pdf.Root.get("/AcroForm", pikepdf.Dictionary()).get("/Fields", []):
            collect(node, "", "")
    return found


def sign(data, field, signer):
    """The file with one more signature, in a field that it has; nothing is drawn."""
    unseen = StaticStampStyle(border_width=0, background=RawContent(b"", box=BoxConstraints(width=10, height=10)))
    document = signers.PdfSigner(signers.PdfSignatureMetadata(field_name=field, reason="Test"), signer, stamp_style=unseen)
    return document.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(data)), existing_fields_only=True).getvalue()


def verdicts(data, context):
    """Field → what is wrong with its signature, empty if nothing, in the order of signing."""
    found = {}
    for signature in PdfFileReader(io.BytesIO(data)).embedded_signatures:
        status = validate_pdf_signature(signature, context)
        wrong = [name for name in ("intact", "valid", "trusted", "docmdp_ok", "bottom_line") if not getattr(status, name)]
        found[signature.field_name] = ", ".join(f"not {name}" for name in wrong)
    return found


def pictures(path, scratch):
    """The bytes of each page's picture."""
    for old in scratch.glob("*.png"):
        old.unlink()
    result = run("pdftoppm", "-r", RESOLUTION, "-png", path, scratch / "page")
    if result.returncode or result.stderr.strip():
        raise RuntimeError(result.stderr)
    return [page.read_bytes() for page in sorted(scratch.glob("*.png"))]


def check(name, path, target, authority, tally):
    """Both parties sign one file."""
    before = fields(path)
    signatures = [field for field, kind in before.items() if kind == "/Sig"]
    if not tally.check(f"{name}: one signature field for each party", signatures == FIELDS, before):
        return
    data = path.read_bytes()
    for number, field in enumerate(FIELDS, 1):
        signed = sign(data, field, authority.signer(f"Signer {number}"))
        tally.check(f"{name}: signature {number} leaves the bytes before it alone", signed.startswith(data))
        data = signed
        found = verdicts(data, authority.context())
        tally.check(f"{name}: after signature {number}, all are intact, valid and trusted", found == dict.fromkeys(FIELDS[:number], ""), found)
    target.write_bytes(data)
    tally.check(f"{name}: no field is added", fields(target) == before, fields(target))
    result = run("qpdf", "--check", target)
    tally.check(f"{name}: qpdf --check of the signed file", result.returncode == 0 and not result.stderr.strip()
                and "WARNING" not in result.stdout, result.stdout + result.stderr)
    with tempfile.TemporaryDirectory() as scratch:
        pages = pictures(path, Path(scratch))
        tally.check(f"{name}: the pages look as before", pages and pages == pictures(target, Path(scratch)))


def main():
    target = Path(sys.argv[1])
    require("qpdf", "pdftoppm")
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    tally = Tally()
    authority = Authority()
    signing = [c.id for c in Workspace(repository()).customers if any(d.name == DOCUMENT for d in c.documents)]
    tally.check("customers have a DPA", bool(signing))
    for customer in signing:
        path = repository() / "output" / customer / "pdf" / f"{DOCUMENT}.pdf"
        tally.run(f"{customer}/{DOCUMENT}", check, f"{customer}/{DOCUMENT}", path, target / f"{customer}-{DOCUMENT}.pdf", authority, tally)
    return tally.close()


if __name__ == "__main__":
    sys.exit(main())
