"""Cross-origin access and host names."""

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from flask import Flask, make_response
from flask_cors import CORS, cross_origin
from starlette.middleware import Middleware

app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=["*"])  # finding: PRV-025
app.add_middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=True)  # finding: PRV-025
app.add_middleware(CORSMiddleware, allow_origins=["https://portal.example.org"], allow_methods=["*"])
layers = [Middleware(CORSMiddleware, allow_origins=["*"])]  # finding: PRV-025
CORS(Flask(__name__))  # finding: PRV-025
CORS(Flask(__name__), origins="*")  # finding: PRV-025
CORS(Flask(__name__), resources={r"/api/*": {"origins": "*"}})  # finding: PRV-025
CORS(Flask(__name__), resources={r"/api/*": {"origins": "https://portal.example.org"}})
CORS(Flask(__name__), origins=["https://portal.example.org"])
CORS_ALLOW_ALL_ORIGINS = True  # finding: PRV-025
CORS_ALLOWED_ORIGIN_REGEXES = [r".*"]  # finding: PRV-025
CORS_ALLOWED_ORIGIN_REGEXES = [r"^https://\w+\.example\.org$"]
ALLOWED_HOSTS = ["*"]  # finding: PRV-026
ALLOWED_HOSTS = ["portal.example.org"]


@cross_origin()
def view():  # finding: PRV-025
    answer = make_response("")
    answer.headers["Access-Control-Allow-Origin"] = "*"  # finding: PRV-025
    answer.headers["access-control-allow-origin"] = "https://portal.example.org"
    answer.headers.add("Access-Control-Allow-Origin", "*")  # finding: PRV-025
    return answer, 200, {"Access-Control-Allow-Origin": "*"}  # finding: PRV-025
