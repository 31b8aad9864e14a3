"""What emulators of AWS lack to run Tollgate on a laptop without Docker.

`plugin` is what LocalStack finds, `ministack` is a server in place of MiniStack's own; the other modules serve one of the two or both.
Nothing here imports Tollgate, and nothing of an emulator is changed on disk.
"""
