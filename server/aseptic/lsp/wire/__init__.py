"""The protocol itself: frames, requests and their answers, whatever a client sends."""
