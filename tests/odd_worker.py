"""A worker that does as it is told: answers, dies, hangs, talks rubbish, takes too much."""

from __future__ import annotations

import os
import signal
import sys
import time

from pipeline.workers.serve import Line, limit_memory, limit_processor


def serve() -> None:
    line = Line()
    for said, data in line.requests():
        match said.get("do"):
            case "echo":
                print("to standard output")
                line.answer({"pid": os.getpid(), "path": sys.path}, data)
            case "rubbish":
                line._answers.write(b"no frame at all, and much longer than the head of one")
                line._answers.flush()
                line._answers.close()
            case "hang":
                time.sleep(60)
            case "spin":
                limit_processor(0.2)
                while True:
                    pass
            case "eat":
                limit_memory(300 << 20)
                line.answer({"eaten": len(bytearray(1 << 30))})
            case _:
                os.kill(os.getpid(), signal.SIGKILL)
