"""Unverified TLS, tokens, ciphers and password hashes."""

import hashlib
import hmac
import ssl

import aiohttp
import httpx
import jwt
import urllib3
from Cryptodome.Cipher import AES
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password


def call(address):
    urllib3.PoolManager(cert_reqs="CERT_NONE")  # finding: TLS-002
    urllib3.PoolManager(cert_reqs=ssl.CERT_NONE)  # finding: TLS-002
    urllib3.PoolManager()
    httpx.Client(verify=False)  # finding: TLS-001
    httpx.get(address, verify=False, timeout=5)  # finding: TLS-001
    httpx.AsyncClient(verify=False)  # finding: TLS-001
    aiohttp.TCPConnector(ssl=False)  # finding: TLS-002
    aiohttp.TCPConnector(verify_ssl=False)  # finding: TLS-002
    aiohttp.TCPConnector()
    ssl._create_unverified_context()  # finding: TLS-003


def token(data, key):
    jwt.decode(data, options={"verify_signature": False})  # finding: AUT-001
    jwt.decode(data, key, algorithms=["none"])  # finding: AUT-001
    jwt.decode(data, key, algorithms=["HS256"], audience="pump", issuer="portal")
    jwt.encode({"sub": "1", "exp": 5}, "6f1c0a9be2d44d10", algorithm="HS256")  # finding: KEY-006
    jwt.encode({"sub": "1", "exp": 5}, key, algorithm="none")  # finding: AUT-002


def encrypt(key, nonce):
    AES.new(key, AES.MODE_ECB)  # finding: CRY-005
    AES.new(key, AES.MODE_GCM, nonce=nonce)
    Cipher(algorithms.AES(key), modes.ECB())  # finding: CRY-005
    Cipher(algorithms.AES(key), modes.GCM(nonce))
    rsa.generate_private_key(65537, 1024)  # finding: CRY-008
    rsa.generate_private_key(65537, 3072)


def store(user, password):
    hashlib.md5(password.encode()).hexdigest()  # finding: CRY-001 # finding: CRY-012
    make_password(password, hasher="md5")  # finding: AUT-008
    make_password(password)
    user.set_password(password)  # not yet: AUT-006


def change(request):
    request.user.set_password(request.POST["password"])  # finding: AUT-006


def change_with_care(request):
    entered = request.POST["password"]
    validate_password(entered, request.user)
    request.user.set_password(entered)


def seal(key, iv, data):
    return Cipher(algorithms.AES(key), modes.CBC(iv)).encryptor().update(data)  # finding: CRY-006


def seal_with_a_code(key, iv, data):
    sealed = Cipher(algorithms.AES(key), modes.CTR(iv)).encryptor().update(data)
    return sealed + hmac.digest(key, iv + sealed, "sha256")
