"""What is open now. `Session` is the object that changes; the snapshots that it hands out do not."""
